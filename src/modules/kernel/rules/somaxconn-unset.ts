import { DEFAULT_SOMAXCONN } from "../../../fleet/host.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { KernelGroup } from "../kernels.js";
import { inKernel, kernelGroups, largestListen, listensOn } from "../kernels.js";
import { OLD_SOMAXCONN } from "../section.js";

export const somaxconnUnset = defineRule({
  slug: "kernel/somaxconn-unset",
  severity: "warning",
  title: "net.core.somaxconn is set if a backlog depends on the kernel's default.",
  why: "net.core.somaxconn defaults to 128 before Linux 5.4 and 4096 since: RHEL 7 and 8 have the former, Debian 11 and RHEL 9 the latter. The same inventory then gives queues of different lengths, silently.",
  how: "Without net.core.somaxconn: the largest backlog that a daemon on those hosts asks for, compared with 128. An info if only a daemon's own default asks for more.",
  fix: "Set net.core.somaxconn to the largest backlog.",
  source: [
    "Linux Documentation/networking/ip-sysctl.rst, somaxconn",
    "Linux commit 19f92a030ca6 (5.4)",
    "Linux commit becb74f0acca (4.1): sk_max_ack_backlog had 16 bits",
    "listen(2)",
  ],
  run: (fleet) => kernelGroups(fleet).flatMap(judge),
});

/** The longest backlog before Linux 4.1. */
const U16 = 65_535;

const judge = (group: KernelGroup): RuleResult[] => {
  const { kernel, hosts } = group;
  const listens = listensOn(group);
  if (listens.length === 0) return [];
  if (kernel.settings["net.core.somaxconn"] !== undefined) return [pass];
  const over = listens.filter(({ backlog }) => backlog > OLD_SOMAXCONN);
  const written = over.filter(({ set }) => set);
  const most = largestListen(written.length > 0 ? written : over);
  if (most === undefined) return [pass];
  return [
    fault({
      subject: "net.core.somaxconn",
      hosts,
      severity: most.set ? "warning" : "info",
      at: originOf(kernel.node, "net.core.somaxconn"),
      message: `${most.what} asks for a backlog of ${most.backlog}${most.set ? "" : " by default"}, and net.core.somaxconn is left at the kernel's default`,
      why: `a kernel before 5.4 grants ${OLD_SOMAXCONN}, a later one ${Math.min(most.backlog, DEFAULT_SOMAXCONN)}; ${over.length} of ${listens.length} backlogs here depend on it`,
      candidates: [inKernel(group, { "net.core.somaxconn": most.backlog })],
      fix: `net.core.somaxconn: ${most.backlog} fits ${most.backlog > U16 ? `since Linux 4.1; before, a listen backlog was ${U16} at most` : "on every kernel"}`,
      figures: { backlog: most.backlog, before_5_4: OLD_SOMAXCONN, since_5_4: DEFAULT_SOMAXCONN },
    }),
  ];
};
