import type { Setting } from "../../diff/settings.js";
import { effective, keywordSettings, ownSetting } from "../../diff/settings.js";
import { defineModule } from "../../extend/module.js";
import type { ReadService } from "../../fleet/targets.js";
import { showBytes } from "../../text/units.js";
import { mapAt } from "../../yaml/node.js";
import { bindServer } from "./bind.js";
import { serverFiles } from "./files.js";
import { maxChildren, requestQueueSize } from "./limits.js";
import { serverMoves } from "./moves.js";
import { serverRules } from "./rules.js";
import { mirrorlistServerSection } from "./schema.js";
import { SERVER, servedFrom } from "./section.js";
import { SETTINGS } from "./settings.js";

const settings = (read: ReadService): readonly Setting[] => {
  const service = servedFrom(read);
  const node = mapAt(service.node, SERVER);
  const { request_queue_size: _size, max_children: _most, memory_per_child, ...rest } = service.server;
  return [
    ...keywordSettings(SETTINGS, rest, node),
    ...ownSetting("memory_per_child", memory_per_child, node, showBytes),
    effective("request_queue_size", requestQueueSize(service)),
    effective("max_children", maxChildren(service)),
  ];
};

export const mirrorlistServerModule = defineModule({
  name: "mirrorlist_server",
  service: {
    key: SERVER,
    schema: mirrorlistServerSection,
    bind: (_, service) => bindServer(servedFrom(service)),
    settings,
  },
  artefacts: serverFiles,
  rules: serverRules,
  moves: serverMoves,
  effect: () => ({
    takes: "restart",
    why: "mirrorlist_server reads its settings at startup, before it listens",
    commands: [],
  }),
});
