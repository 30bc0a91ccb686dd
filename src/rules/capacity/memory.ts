import { memoryBill } from "../../fleet/memory.js";
import { serviceGroups } from "../../fleet/service-groups.js";
import { along, inService } from "../../moves/candidate.js";
import { showBytes } from "../../text/units.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const memory = defineRule({
  slug: "capacity/memory",
  severity: "error",
  title: "With every process and forked child running, an app server does not swap.",
  why: "A swapping host serves each request more slowly, so more are in flight at once, which need even more memory: it does not recover while the load lasts.",
  how: "base_memory + what the slots come in (processes x memory_per_process) + what they ask for behind them (children x memory_per_child: at most one per slot, and at most max_children) + reserve_memory, compared with memory.",
  fix: "Lower processes to what fits, or add memory.",
  source: ["CPython Lib/socketserver.py ForkingMixIn.max_children"],
  run: (fleet) =>
    serviceGroups(fleet).flatMap((group): RuleResult[] => {
      const { sample, hosts, service, subject } = group;
      const { at, setting, one } = service.runtime.units;
      const billed = memoryBill(sample, service);
      if (!billed.ok)
        return billed.lacks.length === 0
          ? []
          : [lack({ subject, at, hosts, needs: billed.lacks.join(" and ") })];
      const { bill } = billed;
      if (bill.total <= bill.memory) return [pass];
      const lines = [...bill.others, bill.units, ...bill.behind];
      const sum = [
        `base ${showBytes(bill.base)}`,
        ...lines.map(({ count, name, each }) => `${count} ${name} x ${showBytes(each)}`),
        `reserve ${showBytes(bill.reserve)}`,
      ];
      return [
        fault({
          subject,
          at,
          hosts,
          message: `${sample.name} needs ${showBytes(bill.total)} with every ${one} running; it has ${showBytes(bill.memory)}`,
          why: `${sum.join(" + ")} = ${showBytes(bill.total)} > ${showBytes(bill.memory)}`,
          candidates: bill.room > 0 ? [inService(group, along(service.runtime.units.path, bill.room))] : [],
          fix:
            bill.room > 0
              ? `${setting} ${bill.room} fits; or ${showBytes(bill.total - bill.memory)} more memory`
              : `no ${one} fits: it takes ${showBytes(bill.total - bill.memory)} more memory`,
          figures: {
            needed: bill.total,
            memory: bill.memory,
            ...Object.fromEntries(lines.map(({ name, count }) => [name, count])),
            fits: bill.room,
          },
        }),
      ];
    }),
});
