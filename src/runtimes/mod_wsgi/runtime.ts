import type { Setting } from "../../diff/settings.js";
import { settingsOf } from "../../diff/settings.js";
import { defineRuntime } from "../../extend/runtime.js";
import type { ReadService } from "../../fleet/targets.js";
import { bindWsgi } from "./bind.js";
import { wsgiFiles } from "./files.js";
import { wsgiMoves } from "./moves.js";
import { wsgiRules } from "./rules.js";
import { siteSection, wsgiSection } from "./schema.js";
import { SITE, WSGI, wsgiFrom } from "./section.js";
import { simulatedWsgi } from "./simulated.js";

/** The daemon process group and the site that leads to it. */
const settings = (service: ReadService): readonly Setting[] => {
  const { wsgi, site, node } = wsgiFrom(service);
  return [
    ...settingsOf(wsgi, node, [WSGI]),
    ...settingsOf(site ?? {}, node, [SITE]),
    ...settingsOf(site?.alias ?? {}, node, [SITE, "alias"], "alias "),
  ];
};

export const modWsgi = defineRuntime({
  key: WSGI,
  name: "mod_wsgi",
  schema: wsgiSection,
  beside: { [SITE]: siteSection },
  bind: (_, service) => bindWsgi(wsgiFrom(service)),
  artefacts: wsgiFiles,
  rules: wsgiRules,
  moves: wsgiMoves,
  settings,
  simulated: simulatedWsgi,
  effect: () => ({
    takes: "restart",
    why: "Apache makes the daemon processes when it starts: apachectl graceful replaces them, and lets what they serve finish",
    commands: [],
  }),
});
