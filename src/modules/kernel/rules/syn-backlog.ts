import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { KernelGroup } from "../kernels.js";
import { inKernel, kernelGroups, largestListen, listensOn } from "../kernels.js";

export const synBacklog = defineRule({
  slug: "kernel/syn-backlog",
  severity: "warning",
  title: "tcp_max_syn_backlog is at least the largest listen backlog.",
  why: "A connection is half-open from its SYN to the third packet. Without SYN cookies Linux drops the SYN of an unknown client once three quarters of net.ipv4.tcp_max_syn_backlog are used, however much room the accept queue has; the client retries after a second.",
  how: "net.ipv4.tcp_max_syn_backlog, if set, compared with the largest backlog on a TCP port, as capped by net.core.somaxconn. Three quarters count with net.ipv4.tcp_syncookies 0; if that is not given this is an info, as the default is 1; with cookies nothing is dropped.",
  fix: "Raise net.ipv4.tcp_max_syn_backlog above the largest backlog, or leave SYN cookies on.",
  source: [
    "Linux net/ipv4/tcp_input.c tcp_conn_request",
    "Linux Documentation/networking/ip-sysctl.rst, tcp_max_syn_backlog, tcp_syncookies",
    "tcp(7)",
  ],
  run: (fleet) => kernelGroups(fleet).flatMap(judge),
});

const judge = (group: KernelGroup): RuleResult[] => {
  const { kernel, limits, hosts } = group;
  const places = kernel.settings["net.ipv4.tcp_max_syn_backlog"];
  const listen = largestListen(listensOn(group).filter(({ family }) => family === "tcp"));
  if (places === undefined || listen === undefined) return [];
  const cookies = kernel.settings["net.ipv4.tcp_syncookies"];
  const usable = cookies === 0 ? places - Math.floor(places / 4) : places;
  const backlog = Math.min(listen.backlog, limits.somaxconn.value);
  if (cookies === 1 || cookies === 2 || usable >= backlog) return [pass];
  // The lowest value of which three quarters, rounded down, suffice.
  const fits = cookies === 0 ? Math.ceil((backlog * 4) / 3) - 1 : backlog;
  return [
    fault({
      subject: "net.ipv4.tcp_max_syn_backlog",
      hosts,
      severity: cookies === 0 ? "warning" : "info",
      at: originOf(kernel.node, "net.ipv4.tcp_max_syn_backlog"),
      message: `net.ipv4.tcp_max_syn_backlog ${places} is less than the backlog of ${listen.what}, ${backlog}`,
      why:
        cookies === 0
          ? `without SYN cookies ${usable} of ${places} entries are open to unknown clients; ${usable} < ${backlog}`
          : `${places} < ${backlog}: this matters only if net.ipv4.tcp_syncookies is 0, which the inventory does not set`,
      candidates: [
        inKernel(group, { "net.ipv4.tcp_max_syn_backlog": fits }),
        inKernel(group, { "net.ipv4.tcp_syncookies": 1 }),
      ],
      fix: `net.ipv4.tcp_max_syn_backlog: ${fits} fits; or net.ipv4.tcp_syncookies: 1`,
      figures: { syn_backlog: places, usable, backlog },
    }),
  ];
};
