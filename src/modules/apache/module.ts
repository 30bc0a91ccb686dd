import type { Directive } from "../../apache/directives.js";
import { DIRECTIVES } from "../../apache/directives.js";
import type { ApacheSection } from "../../apache/schema.js";
import { apacheSection } from "../../apache/schema.js";
import { keywordSettings, ownSetting, rawLines } from "../../diff/settings.js";
import { defineModule } from "../../extend/module.js";
import { apacheMoves } from "./moves.js";
import { apacheLines } from "./raw-lines.js";
import { apacheRules } from "./rules.js";

/** Apache itself, whatever runs behind it; the runtime's file holds its directives. */
export const apacheModule = defineModule({
  name: "apache",
  schema: apacheSection,
  about: "Apache on the app servers.",
  hosts: ["app_servers"],
  rawLines: apacheLines,
  settings: ({ settings, node }) => {
    const section = settings as ApacheSection;
    return [
      ...ownSetting("mpm", section.mpm, node),
      ...keywordSettings(DIRECTIVES, section, node),
      ...rawLines(section, node),
    ];
  },
  rules: apacheRules,
  moves: apacheMoves,
  effect: ({ setting }) => ({
    takes: "restart",
    why: new Map(Object.entries<Directive>(DIRECTIVES)).get(setting)?.keptByGraceful
      ? `Apache keeps ${setting} through a graceful restart: stop and start it`
      : "Apache reads it at startup: apachectl graceful is enough",
    commands: [],
  }),
});
