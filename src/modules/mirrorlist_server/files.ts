import type { AppServer, Fleet } from "../../fleet/fleet.js";
import type { Artefact, Fill } from "../../render/artefact.js";
import { roleArtefacts } from "../../render/artefact.js";
import { contentByParts } from "../../render/content.js";
import type { View } from "../../render/token.js";
import { tokenInForce } from "../../render/token.js";
import type { Effective } from "../../schema/effective.js";
import type { Keyword } from "../../schema/keyword.js";
import { nodeAt, originOf } from "../../yaml/node.js";
import { askPython } from "./ask.js";
import { maxChildren, requestQueueSize } from "./limits.js";
import type { Served } from "./section.js";
import { hasServer, SERVER, servedOf } from "./section.js";
import { SETTINGS } from "./settings.js";

const TARGET = "/etc/mirrormanager/mirrorlist_server.conf";

export const serverFiles = (fleet: Fleet, fill: Fill): readonly Artefact[] => {
  const contentOf = contentByParts((server: AppServer) => {
    const service = servedOn(server);
    return service === undefined
      ? ""
      : fill("mirrorlist-server/mirrorlist_server.conf", settingsView(service));
  });
  const hosts = fleet.appServers.flatMap((server) => {
    const service = server.services.find(hasServer);
    if (service === undefined) return [];
    return [
      {
        host: server.name,
        content: contentOf(server, [service]),
        differs: nodeAt(server.node, ...service.path) !== undefined,
      },
    ];
  });
  const common = {
    path: "modules/mirrormanager/files/mirrorlist_server.conf",
    target: TARGET,
    owner: "root:root",
    mode: "0644",
    verify: [
      "python3",
      "-c",
      `import configparser; configparser.RawConfigParser().read_file(open("${TARGET}"))`,
    ],
    reload: ["systemctl", "restart", "mirrorlist-server"],
    ask: askPython,
  };
  return roleArtefacts(common, hosts);
};

/** A host runs one. */
const servedOn = ({ services }: AppServer): Served | undefined =>
  services.flatMap((service) => servedOf(service) ?? [])[0];

/** Every effective value is written out, defaults too: the program's own fallbacks must not matter. */
const settingsView = (service: Served): View => {
  const defaults = { request_queue_size: requestQueueSize(service), max_children: maxChildren(service) };
  const effective = new Map<string, Effective<unknown>>(Object.entries(defaults));
  const set = new Map<string, unknown>(Object.entries(service.server));
  const lines = Object.entries<Keyword>(SETTINGS).flatMap(([name, { type }]) => {
    const { value, because, origin } = effective.get(name) ?? {
      value: set.get(name),
      because: "set",
      origin: originOf(service.node, SERVER, name),
    };
    if (value === undefined) return [];
    return type
      .write(value)
      .map((words) => tokenInForce({ value: `${name} = ${words.join(" ")}`, because, origin }));
  });
  return { lines };
};
