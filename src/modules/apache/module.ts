import { apacheSection } from "../../apache/schema.js";
import { defineModule } from "../../extend/module.js";
import { apacheMoves } from "./moves.js";
import { apacheLines } from "./raw-lines.js";
import { apacheRules } from "./rules.js";

/** mpm_common: of these a graceful restart keeps the old value. */
const FULL_RESTART = new Set(["ServerLimit", "ThreadLimit"]);

/** Apache itself, whatever runs behind it; the runtime's file holds its directives. */
export const apacheModule = defineModule({
  name: "apache",
  schema: apacheSection,
  about: "Apache on the app servers.",
  hosts: ["app_servers"],
  rawLines: apacheLines,
  rules: apacheRules,
  moves: apacheMoves,
  effect: ({ setting }) => ({
    takes: "restart",
    why: FULL_RESTART.has(setting)
      ? `Apache keeps ${setting} through a graceful restart: it has to be stopped and started`
      : "Apache reads it when it starts: apachectl graceful is enough",
    commands: [],
  }),
});
