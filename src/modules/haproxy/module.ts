import { defineModule } from "../../extend/module.js";
import type { Proxy } from "../../fleet/fleet.js";
import { branchOf, formatVersion } from "../../haproxy/version.js";
import { roleArtefacts } from "../../render/artefact.js";
import { contentByParts } from "../../render/content.js";
import { askHaproxy } from "./ask.js";
import { haproxyView } from "./view.js";

const TARGET = "/etc/haproxy/haproxy.cfg";

export const haproxyModule = defineModule({
  name: "haproxy",
  artefacts: (fleet, fill) => {
    const contentOf = contentByParts((proxy: Proxy) =>
      fill("haproxy/haproxy.cfg", haproxyView(proxy.haproxy)),
    );
    const hosts = fleet.proxies.map((proxy) => ({
      host: proxy.name,
      content: contentOf(proxy, [proxy.haproxy]),
      differs: proxy.node.entries.has("haproxy"),
    }));
    const common = {
      path: "modules/haproxy/files/haproxy.cfg",
      target: TARGET,
      owner: "root:root",
      mode: "0644",
      verify: ["haproxy", "-c", "-f", TARGET],
      reload: ["systemctl", "reload", "haproxy"],
      ask: askHaproxy,
    };
    const versions = new Map(
      fleet.proxies.map(({ name, haproxy }) => [name, formatVersion(branchOf(haproxy.version))]),
    );
    return roleArtefacts(common, hosts).map((artefact) => ({
      ...artefact,
      versions: [...new Set(artefact.hosts.flatMap((host) => versions.get(host) ?? []))],
    }));
  },
});
