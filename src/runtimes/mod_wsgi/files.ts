import type { Apache } from "../../apache/workers.js";
import type { AppServer, Fleet, Service } from "../../fleet/fleet.js";
import { serviceNamed, serviceNames } from "../../fleet/service.js";
import type { Artefact, Fill } from "../../render/artefact.js";
import { roleArtefacts } from "../../render/artefact.js";
import { contentByParts } from "../../render/content.js";
import { nodeAt } from "../../yaml/node.js";
import { askApache } from "./ask.js";
import { apacheOf, hasWsgi, wsgiOf } from "./section.js";
import { apacheView } from "./view.js";

/** The one service of format 1 has the paths of the incident's own files. */
const placeOf = ({ name, path }: Service): Pick<Artefact, "path" | "target"> =>
  path.length === 1
    ? {
        path: "modules/mirrormanager/files/mirrorlist-server.conf",
        target: "/etc/httpd/conf.d/mirrorlist-server.conf",
      }
    : { path: `modules/apache/files/${name}.conf`, target: `/etc/httpd/conf.d/${name}.conf` };

/** A file for each service: its daemon processes and the site that leads to them; a host's first says what Apache itself is to be. */
export const wsgiFiles = (fleet: Fleet, fill: Fill): readonly Artefact[] =>
  serviceNames(fleet).flatMap((name) => filesOf(fleet, name, fill));

const filesOf = (fleet: Fleet, name: string, fill: Fill): readonly Artefact[] => {
  const apacheIn = (server: AppServer): Apache | undefined =>
    server.services.find(hasWsgi)?.name === name ? apacheOf(server) : undefined;
  const contentOf = contentByParts((server: AppServer) => {
    const service = serviceNamed(server, name);
    const wsgi = service && wsgiOf(service);
    return wsgi === undefined
      ? ""
      : fill("apache/mirrorlist-server.conf", apacheView(wsgi, apacheIn(server)));
  });
  const all = fleet.appServers.flatMap((server) => {
    const service = serviceNamed(server, name);
    return service === undefined || !hasWsgi(service) ? [] : [{ server, service }];
  });
  const [first] = all;
  if (first === undefined) return [];
  const hosts = all.map(({ server, service }) => ({
    host: server.name,
    content: contentOf(server, [service, apacheIn(server)]),
    differs: nodeAt(server.node, ...service.path) !== undefined || server.node.entries.has("apache"),
  }));
  const common = {
    ...placeOf(first.service),
    owner: "root:root",
    mode: "0644",
    verify: ["apachectl", "-t"],
    reload: ["apachectl", "graceful"],
    ask: askApache,
  };
  return roleArtefacts(common, hosts);
};
