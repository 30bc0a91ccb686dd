import type { AppServer, Fleet } from "../../fleet/fleet.js";
import type { Artefact, Fill } from "../../render/artefact.js";
import { roleArtefacts } from "../../render/artefact.js";
import { contentByParts } from "../../render/content.js";
import { askApache } from "./ask.js";
import { apacheOf, hasWsgi, wsgiOf } from "./section.js";
import { apacheView } from "./view.js";

const TARGET = "/etc/httpd/conf.d/mirrorlist-server.conf";

/** Apache's file with the daemon processes, the site that leads to them, and what Apache itself is to be. */
export const wsgiFiles = (fleet: Fleet, fill: Fill): readonly Artefact[] => {
  const contentOf = contentByParts((server: AppServer) => {
    const service = server.service && wsgiOf(server.service);
    return service === undefined ? "" : fill("apache/mirrorlist-server.conf", apacheView(server, service));
  });
  const hosts = fleet.appServers.flatMap((server) => {
    const { service, name, node } = server;
    if (service === undefined || !hasWsgi(service)) return [];
    return [
      {
        host: name,
        content: contentOf(server, [service, apacheOf(server)]),
        differs: node.entries.has(service.name) || node.entries.has("apache"),
      },
    ];
  });
  const common = {
    path: "modules/mirrormanager/files/mirrorlist-server.conf",
    target: TARGET,
    owner: "root:root",
    mode: "0644",
    verify: ["apachectl", "-t"],
    reload: ["apachectl", "graceful"],
    ask: askApache,
  };
  return roleArtefacts(common, hosts);
};
