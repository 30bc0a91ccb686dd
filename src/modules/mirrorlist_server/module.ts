import { requestQueueSize } from "../../fleet/backlog.js";
import type { Effective } from "../../fleet/effective.js";
import type { AppServer, Service } from "../../fleet/fleet.js";
import { maxChildren } from "../../fleet/memory.js";
import { roleArtefacts } from "../../render/artefact.js";
import type { View } from "../../render/template.js";
import { tokenInForce } from "../../render/token.js";
import type { Keyword } from "../../schema/keyword.js";
import { originOf } from "../../yaml/node.js";
import { contentByParts } from "../content.js";
import { defineModule } from "../module.js";
import type { MirrorlistServerSection } from "./schema.js";
import { SETTINGS } from "./settings.js";

const TARGET = "/etc/mirrormanager/mirrorlist_server.conf";

export const mirrorlistServerModule = defineModule({
  name: "mirrorlist-server",
  artefacts: (fleet, fill) => {
    const contentOf = contentByParts(({ service }: AppServer) =>
      service?.server === undefined
        ? ""
        : fill("mirrorlist-server/mirrorlist_server.conf", settingsView(service, service.server)),
    );
    const hosts = fleet.appServers
      .filter((server) => server.service?.server !== undefined)
      .map((server) => ({
        host: server.name,
        content: contentOf(server, [server.service]),
        differs: server.node.entries.has("mirrorlist"),
      }));
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
    };
    return roleArtefacts(common, hosts);
  },
});

/** Every value in force is written out, defaults too: what the program would fall back to must not matter. */
const settingsView = (service: Service, server: MirrorlistServerSection): View => {
  const defaults = { request_queue_size: requestQueueSize(service), max_children: maxChildren(service) };
  const inForce = new Map<string, Effective<unknown>>(Object.entries(defaults));
  const set = new Map<string, unknown>(Object.entries(server));
  const lines = Object.entries<Keyword>(SETTINGS).flatMap(([name, { type }]) => {
    const { value, because, origin } = inForce.get(name) ?? {
      value: set.get(name),
      because: "set",
      origin: originOf(service.node, "server", name),
    };
    if (value === undefined) return [];
    return type
      .write(value)
      .map((words) => tokenInForce({ value: `${name} = ${words.join(" ")}`, because, origin }));
  });
  return { lines };
};
