import type { Kernel } from "../../fleet/fleet.js";
import { roleArtefacts } from "../../render/artefact.js";
import { keywordTokens, rawTokens } from "../../render/keyword-tokens.js";
import { contentByParts } from "../content.js";
import { defineModule } from "../module.js";
import { PARAMETERS } from "./parameters.js";

const TARGET = "/etc/sysctl.d/99-mmconf.conf";

export const kernelModule = defineModule({
  name: "kernel",
  artefacts: (fleet, fill) => {
    const contentOf = contentByParts((host: { kernel: Kernel }) =>
      fill("kernel/99-mmconf.conf", { lines: sysctlLines(host.kernel) }),
    );
    const hosts = [...fleet.proxies, ...fleet.appServers].map((host) => ({
      host: host.name,
      content: contentOf(host, [host.kernel]),
      differs: host.node.entries.has("kernel"),
    }));
    const common = {
      path: "modules/kernel/files/99-mmconf.conf",
      target: TARGET,
      owner: "root:root",
      mode: "0644",
      verify: ["sysctl", "--dry-run", `--load=${TARGET}`],
      reload: ["sysctl", `--load=${TARGET}`],
    };
    return roleArtefacts(common, hosts);
  },
});

const sysctlLines = ({ settings, node }: Kernel) => [
  ...keywordTokens(PARAMETERS, settings, node, { set: (name, words) => `${name} = ${words.join(" ")}` }),
  ...rawTokens(settings.directives, node),
];
