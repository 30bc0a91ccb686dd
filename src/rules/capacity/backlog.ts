import type { Limits } from "../../fleet/host.js";
import { hostGroups } from "../../fleet/host-groups.js";
import { listenOfListener, listensOnAppServer } from "../../fleet/listens.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import type { Listen } from "../../fleet/runtime.js";
import type { Candidate } from "../../moves/candidate.js";
import { along, inListener, onProxies, onServers } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const backlog = defineRule({
  slug: "capacity/backlog",
  severity: "warning",
  title: "The kernel grants every listen backlog that a daemon asks for.",
  why: "listen() silently caps a backlog at net.core.somaxconn: the queue is shorter than configured, and connections beyond it are refused or retried a second later.",
  how: "request_queue_size, ListenBackLog, listen-backlog and the listeners' backlog (or maxconn), each compared with net.core.somaxconn of its host (default 4096). A listener with maxconn alone is told to set backlog, which leaves maxconn as it is. A listener that sets neither, for which HAProxy asks for the process's maxconn, is not reported.",
  fix: "Raise net.core.somaxconn to the largest backlog, or lower the backlog to the effective value.",
  source: [
    "listen(2)",
    "Linux net/socket.c __sys_listen",
    "HAProxy configuration manual 4.2 backlog",
    "test/daemons/facts/backlog.test.ts",
  ],
  run: (fleet) => [
    ...hostGroups(fleet).flatMap(({ sample, hosts }) =>
      listensOnAppServer(sample).map((listen) =>
        judge(listen, sample.limits, hosts, [
          onServers({ sample, hosts }, kernelWith(listen)),
          ...(listen.keys === undefined
            ? []
            : [onServers({ sample, hosts }, along(listen.keys, sample.limits.somaxconn.value))]),
        ]),
      ),
    ),
    ...proxyKinds(fleet).flatMap(({ sample, haproxy, hosts }) =>
      haproxy.frontends.flatMap((listener) => {
        const listen = listenOfListener(haproxy, listener, sample.nofile);
        return listen?.set
          ? [
              judge(listen, sample.limits, hosts, [
                onProxies({ hosts }, kernelWith(listen)),
                inListener({ listener, hosts }, { backlog: sample.limits.somaxconn.value }),
              ]),
            ]
          : [];
      }),
    ),
  ],
});

const kernelWith = ({ backlog: value }: Listen) => ({ kernel: { "net.core.somaxconn": value } });

const judge = (
  listen: Listen,
  { somaxconn: limit }: Limits,
  hosts: readonly string[],
  candidates: readonly Candidate[],
): RuleResult => {
  if (listen.backlog <= limit.value) return pass;
  return fault({
    subject: listen.what,
    severity: listen.set ? "warning" : "info",
    // A daemon's own default is nowhere in the inventory; the limit that caps it is.
    at: listen.set ? listen.at : limit.origin,
    hosts,
    message: `${listen.what} asks for a backlog of ${listen.backlog}${listen.set ? "" : " by default"}; the kernel grants ${limit.value}`,
    why: `${listen.backlog} > net.core.somaxconn ${limit.value} (${limit.because}); listen() caps it silently`,
    candidates,
    fix: `net.core.somaxconn ${listen.backlog} fits; or ${listen.instead ?? "write"} ${limit.value}, the effective value`,
    figures: { backlog: listen.backlog, somaxconn: limit.value },
  });
};
