import { memoryBill } from "../../../fleet/memory.js";
import type { ServiceGroup } from "../../../fleet/service-groups.js";
import { serviceGroups } from "../../../fleet/service-groups.js";
import { onServers } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { showBytes } from "../../../text/units.js";
import { originOf } from "../../../yaml/node.js";
import { MAX_RATIO } from "../parameters.js";
import { kernelOf } from "../section.js";

/** vm.overcommit_ratio where nothing sets it: Linux mm/util.c sysctl_overcommit_ratio. */
const DEFAULT_RATIO = 50;

export const overcommit = defineRule({
  slug: "kernel/overcommit",
  severity: "warning",
  title: "Without overcommit, the kernel can still fork every process and child.",
  why: "With vm.overcommit_memory 2 a fork is charged for all that its parent could write to, whether it ever does or not. Past swap and vm.overcommit_ratio of the memory fork() fails with ENOMEM: no process is replaced, and what forks a child for each request answers nothing, on a host with memory to spare.",
  how: "base_memory + what the slots and what stands behind them take (as for capacity/memory), which is the least that is charged, compared with vm.overcommit_ratio (50 where it is not set) percent of memory. Swap counts on top and is not in the inventory: hence a warning.",
  fix: "Leave vm.overcommit_memory at 0, or raise vm.overcommit_ratio.",
  source: [
    "Linux Documentation/mm/overcommit-accounting.rst",
    "Linux mm/util.c vm_commit_limit",
    "Linux kernel/fork.c dup_mmap",
    "fork(2), ENOMEM",
  ],
  run: (fleet) => serviceGroups(fleet).flatMap(judge),
});

const judge = ({ sample, hosts, service, subject }: ServiceGroup): RuleResult[] => {
  const { settings, node } = kernelOf(sample);
  if (settings["vm.overcommit_memory"] !== 2) return [];
  const at = originOf(node, "vm.overcommit_memory");
  const billed = memoryBill(sample, service);
  if (!billed.ok)
    return billed.lacks.length === 0 ? [] : [lack({ subject, hosts, at, needs: billed.lacks.join(" and ") })];
  const { memory, total, reserve, units, behind } = billed.bill;
  const ratio = settings["vm.overcommit_ratio"] ?? DEFAULT_RATIO;
  const given = Math.floor((memory * ratio) / 100);
  const charged = total - reserve;
  if (charged <= given) return [pass];
  const fits = Math.ceil((charged / memory) * 100);
  return [
    fault({
      subject,
      hosts,
      at,
      message: `${sample.name} commits ${showBytes(charged)} with every process there; without overcommit it may commit ${showBytes(given)} and its swap`,
      why: `${[units, ...behind].map(({ count, name }) => `${count} ${name}`).join(" and ")} over ${showBytes(billed.bill.base)}; ${ratio} % of ${showBytes(memory)} = ${showBytes(given)}: past it fork() fails with ENOMEM`,
      candidates: [
        onServers({ sample, hosts }, { kernel: { "vm.overcommit_memory": 0 } }),
        ...(fits <= MAX_RATIO
          ? [onServers({ sample, hosts }, { kernel: { "vm.overcommit_ratio": fits } })]
          : []),
      ],
      fix: `vm.overcommit_memory: 0${fits <= MAX_RATIO ? `; or vm.overcommit_ratio ${fits} fits without swap` : ""}`,
      figures: { charged, limit: given, ratio, memory },
    }),
  ];
};
