import { keywordSettings, rawLines } from "../../diff/settings.js";
import { defineModule } from "../../extend/module.js";
import type { Part } from "../../fleet/host.js";
import { DEFAULT_SOMAXCONN } from "../../fleet/host.js";
import { originOf } from "../../yaml/node.js";
import { kernelFiles } from "./files.js";
import { kernelMoves } from "./moves.js";
import type { Parameter } from "./parameters.js";
import { PARAMETERS } from "./parameters.js";
import { kernelLines } from "./raw-lines.js";
import { kernelRules } from "./rules.js";
import type { KernelSection } from "./schema.js";
import { kernelSection } from "./schema.js";

export const kernelModule = defineModule({
  name: "kernel",
  schema: kernelSection,
  about: "Kernel parameters of every host, by their sysctl names.",
  hosts: ["proxies", "app_servers"],
  limits: ({ settings, node }: Part<KernelSection>) => {
    const set = settings["net.core.somaxconn"];
    return {
      somaxconn: {
        value: set ?? DEFAULT_SOMAXCONN,
        because: set === undefined ? "the default since Linux 5.4" : "set",
        origin: originOf(node, "net.core.somaxconn"),
      },
    };
  },
  rawLines: kernelLines,
  settings: ({ settings, node }) => {
    const section = settings as KernelSection;
    return [...keywordSettings(PARAMETERS, section, node), ...rawLines(section, node)];
  },
  artefacts: kernelFiles,
  rules: kernelRules,
  moves: kernelMoves,
  effect: ({ setting }) =>
    new Map(Object.entries<Parameter>(PARAMETERS)).get(setting)?.readByListen
      ? {
          takes: "restart",
          why: "sysctl applies it at once, but a socket keeps the backlog it got from listen(): restart the listening daemons",
          commands: [],
        }
      : { takes: "sysctl", why: "sysctl applies it at once", commands: [] },
});
