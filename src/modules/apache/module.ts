import type { AppServer } from "../../fleet/fleet.js";
import { roleArtefacts } from "../../render/artefact.js";
import { contentByParts } from "../content.js";
import { defineModule } from "../module.js";
import { apacheView } from "./view.js";

const TARGET = "/etc/httpd/conf.d/mirrorlist-server.conf";

export const apacheModule = defineModule({
  name: "apache",
  artefacts: (fleet, fill) => {
    const contentOf = contentByParts((server: AppServer) =>
      server.service === undefined
        ? ""
        : fill("apache/mirrorlist-server.conf", apacheView(server, server.service)),
    );
    const hosts = fleet.appServers
      .filter((server) => server.service !== undefined)
      .map((server) => ({
        host: server.name,
        content: contentOf(server, [server.service, server.apache]),
        differs: server.node.entries.has("mirrorlist") || server.node.entries.has("apache"),
      }));
    const common = {
      path: "modules/mirrormanager/files/mirrorlist-server.conf",
      target: TARGET,
      owner: "root:root",
      mode: "0644",
      verify: ["apachectl", "-t"],
      reload: ["apachectl", "graceful"],
    };
    return roleArtefacts(common, hosts);
  },
});
