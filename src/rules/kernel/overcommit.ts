import { memoryBill } from "../../fleet/memory.js";
import type { ServiceGroup } from "../../fleet/service-groups.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { showBytes } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

/** vm.overcommit_ratio where nothing sets it: Linux mm/util.c sysctl_overcommit_ratio. */
const DEFAULT_RATIO = 50;

/** What is taken for it. */
const MAX_RATIO = 1000;

export const overcommit = defineRule({
  slug: "kernel/overcommit",
  severity: "warning",
  title: "Where the kernel does not overcommit, every process and child may still be forked.",
  why: "With vm.overcommit_memory 2 a fork is charged for all that its parent could write to, whether it ever does or not. Past swap and vm.overcommit_ratio of the memory fork() fails with ENOMEM: mirrorlist_server answers nothing, and Apache can't replace a process, on a host with memory to spare.",
  how: "base_memory + processes x memory_per_process + children x memory_per_child, which is the least that is charged, compared with vm.overcommit_ratio (50 where it is not set) percent of memory. Swap counts on top and is not in the inventory: hence a warning.",
  fix: "Leave vm.overcommit_memory at 0, or raise vm.overcommit_ratio.",
  source: [
    "Linux Documentation/mm/overcommit-accounting.rst",
    "Linux mm/util.c vm_commit_limit",
    "Linux kernel/fork.c dup_mmap",
    "fork(2), ENOMEM",
  ],
  run: (fleet) => serviceGroups(fleet).flatMap(judge),
});

const judge = ({ sample, hosts, service, subject }: ServiceGroup): Verdict[] => {
  const { settings, node } = sample.kernel;
  if (settings["vm.overcommit_memory"] !== 2) return [];
  const at = originOf(node, "vm.overcommit_memory");
  const billed = memoryBill(sample, service);
  if (!billed.ok) return [lack({ subject, hosts, at, needs: billed.lacks.join(" and ") })];
  const { memory, total, reserve, processes, children } = billed.bill;
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
      why: `${processes} processes and ${children} children over ${showBytes(billed.bill.base)}; ${ratio} % of ${showBytes(memory)} = ${showBytes(given)}: past it fork() fails with ENOMEM`,
      fix: `vm.overcommit_memory: 0${fits <= MAX_RATIO ? `; or vm.overcommit_ratio ${fits} fits without swap` : ""}`,
      figures: { charged, limit: given, ratio, memory },
    }),
  ];
};
