import { requestQueueSize } from "../../fleet/backlog.js";
import type { AppServer, Service } from "../../fleet/fleet.js";
import { maxChildren } from "../../fleet/memory.js";
import { roleArtefacts } from "../../render/artefact.js";
import type { View } from "../../render/template.js";
import { token, tokenInForce } from "../../render/token.js";
import { originOf } from "../../yaml/node.js";
import { contentByParts } from "../content.js";
import { defineModule } from "../module.js";
import type { MirrorlistServerSection } from "./schema.js";

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

/** Every effective value is written out, defaults too: the program's own fallbacks must not matter. */
const settingsView = (service: Service, server: MirrorlistServerSection): View => {
  const queue = requestQueueSize(service);
  const children = maxChildren(service);
  const at = (key: string) => originOf(service.node, "server", key);
  const file = (key: "socket_file" | "log_file" | "cache_file") => {
    const path = server[key];
    return path === undefined ? null : token(path, at(key));
  };
  return {
    request_queue_size: tokenInForce(queue),
    max_children: tokenInForce(children),
    reap_children: token(server.reap_children ? "on" : "off", at("reap_children")),
    socket_file: file("socket_file"),
    log_file: file("log_file"),
    cache_file: file("cache_file"),
  };
};
