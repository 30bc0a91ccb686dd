import type { Setting } from "../../diff/settings.js";
import { keywordSettings, ownSetting, textSettings } from "../../diff/settings.js";
import { defineRuntime } from "../../extend/runtime.js";
import type { ReadService } from "../../fleet/targets.js";
import { showBytes } from "../../text/units.js";
import { mapAt } from "../../yaml/node.js";
import { bindWsgi } from "./bind.js";
import { wsgiFiles } from "./files.js";
import { wsgiMoves } from "./moves.js";
import { DAEMON_OPTIONS } from "./options.js";
import { wsgiRules } from "./rules.js";
import { siteSection, wsgiSection } from "./schema.js";
import { SITE, WSGI, wsgiFrom } from "./section.js";
import { simulatedWsgi } from "./simulated.js";

/** The daemon process group and the site that leads to it. */
const settings = (service: ReadService): readonly Setting[] => {
  const { wsgi, site, node } = wsgiFrom(service);
  return [
    ...keywordSettings(DAEMON_OPTIONS, wsgi, mapAt(node, WSGI)),
    ...ownSetting("memory_per_process", wsgi.memory_per_process, mapAt(node, WSGI), showBytes),
    ...textSettings(site ?? {}, mapAt(node, SITE)),
    ...textSettings(site?.alias ?? {}, mapAt(node, SITE, "alias"), "alias "),
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
    why: "Apache starts the daemon processes: apachectl graceful replaces them and lets their requests finish",
    commands: [],
  }),
});
