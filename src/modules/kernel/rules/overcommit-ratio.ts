import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { KernelGroup } from "../kernels.js";
import { inKernel, kernelGroups } from "../kernels.js";

export const overcommitRatio = defineRule({
  slug: "kernel/overcommit-ratio",
  severity: "info",
  title: "vm.overcommit_ratio is set only if the kernel reads it.",
  why: "The ratio counts only if vm.overcommit_memory is 2. Otherwise it looks like a memory limit and is none.",
  how: "vm.overcommit_ratio with vm.overcommit_memory 0, 1 or not set (default 0).",
  fix: "Remove it, or set vm.overcommit_memory to 2 if a limit is meant.",
  source: ["Linux Documentation/admin-guide/sysctl/vm.rst, overcommit_ratio"],
  run: (fleet) => kernelGroups(fleet).flatMap(judge),
});

const judge = (group: KernelGroup): RuleResult[] => {
  const { kernel, hosts } = group;
  const ratio = kernel.settings["vm.overcommit_ratio"];
  if (ratio === undefined) return [];
  const policy = kernel.settings["vm.overcommit_memory"];
  if (policy === 2) return [pass];
  return [
    fault({
      subject: "vm.overcommit_ratio",
      hosts,
      at: originOf(kernel.node, "vm.overcommit_ratio"),
      message: `vm.overcommit_ratio ${ratio} has no effect: vm.overcommit_memory is ${policy ?? "not set (default 0)"}`,
      why: "the kernel applies the ratio only with vm.overcommit_memory 2",
      candidates: [inKernel(group, { "vm.overcommit_ratio": null })],
      fix: "remove vm.overcommit_ratio",
      figures: { ratio, overcommit_memory: policy ?? 0 },
    }),
  ];
};
