import type { Fleet } from "../../fleet/fleet.js";
import type { Part } from "../../fleet/host.js";
import type { Artefact, Fill } from "../../render/artefact.js";
import { roleArtefacts } from "../../render/artefact.js";
import { contentByParts } from "../../render/content.js";
import { keywordTokens, rawTokens } from "../../render/keyword-tokens.js";
import { askSysctl } from "./ask.js";
import { PARAMETERS } from "./parameters.js";
import type { KernelSection } from "./schema.js";
import { kernelOf } from "./section.js";

const TARGET = "/etc/sysctl.d/99-mmconf.conf";

export const kernelFiles = (fleet: Fleet, fill: Fill): readonly Artefact[] => {
  const contentOf = contentByParts((kernel: Part<KernelSection>) =>
    fill("kernel/99-mmconf.conf", { lines: sysctlLines(kernel) }),
  );
  const hosts = [...fleet.proxies, ...fleet.appServers].map((host) => ({
    host: host.name,
    content: contentOf(kernelOf(host), [kernelOf(host)]),
    differs: host.node.entries.has("kernel"),
  }));
  const common = {
    path: "modules/kernel/files/99-mmconf.conf",
    target: TARGET,
    owner: "root:root",
    mode: "0644",
    verify: ["sysctl", "--dry-run", `--load=${TARGET}`],
    reload: ["sysctl", `--load=${TARGET}`],
    ask: askSysctl,
  };
  return roleArtefacts(common, hosts);
};

const sysctlLines = ({ settings, node }: Part<KernelSection>) => [
  ...keywordTokens(PARAMETERS, settings, node, { set: (name, words) => `${name} = ${words.join(" ")}` }),
  ...rawTokens(settings.directives, node),
];
