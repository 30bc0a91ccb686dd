import type { Verdict } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { KernelGroup } from "../kernels.js";
import { kernelGroups } from "../kernels.js";

export const overcommitRatio = defineRule({
  slug: "kernel/overcommit-ratio",
  severity: "info",
  title: "vm.overcommit_ratio is set where the kernel reads it.",
  why: "The ratio counts only where vm.overcommit_memory is 2. Elsewhere it looks like a limit on memory and is none.",
  how: "vm.overcommit_ratio, where vm.overcommit_memory is 0, 1 or not set (which is 0).",
  fix: "Take it out, or set vm.overcommit_memory to 2 if a limit is meant.",
  source: ["Linux Documentation/admin-guide/sysctl/vm.rst, overcommit_ratio"],
  run: (fleet) => kernelGroups(fleet).flatMap(judge),
});

const judge = ({ kernel, hosts }: KernelGroup): Verdict[] => {
  const ratio = kernel.settings["vm.overcommit_ratio"];
  if (ratio === undefined) return [];
  const policy = kernel.settings["vm.overcommit_memory"];
  if (policy === 2) return [pass];
  return [
    fault({
      subject: "vm.overcommit_ratio",
      hosts,
      at: originOf(kernel.node, "vm.overcommit_ratio"),
      message: `vm.overcommit_ratio ${ratio} bounds nothing: vm.overcommit_memory is ${policy ?? "not set, which is 0"}`,
      why: "only vm.overcommit_memory 2 has a limit that the ratio is part of",
      fix: "take vm.overcommit_ratio out",
      figures: { ratio, overcommit_memory: policy ?? 0 },
    }),
  ];
};
