import { hostGroups } from "../../fleet/host-groups.js";
import type { Listen } from "../../fleet/listens.js";
import { listenOfListener, listensOnAppServer } from "../../fleet/listens.js";
import type { Limits } from "../../fleet/parts.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const backlog = defineRule({
  slug: "capacity/backlog",
  severity: "warning",
  title: "Every listen backlog that is asked for is one that the kernel gives.",
  why: "listen() cuts a backlog down to net.core.somaxconn without a word: the queue is shorter than its configuration says, and connections past it are refused or tried again a second later.",
  how: "request_queue_size, ListenBackLog, listen-backlog and the listeners' backlog (or maxconn), each compared with net.core.somaxconn of its host (4096 where it is not set). That HAProxy asks for the process's maxconn where a listener sets neither is not held against anyone.",
  fix: "Raise net.core.somaxconn to the largest backlog, or lower the backlog to what is in force.",
  source: [
    "listen(2)",
    "Linux net/socket.c __sys_listen",
    "HAProxy configuration manual 4.2 backlog",
    "test/daemons/facts/backlog.test.ts",
  ],
  run: (fleet) => [
    ...hostGroups(fleet).flatMap(({ sample, hosts }) =>
      listensOnAppServer(sample).map((listen) => judge(listen, sample.limits, hosts)),
    ),
    ...proxyKinds(fleet).flatMap(({ sample, haproxy, hosts }) =>
      haproxy.listeners.flatMap((listener) => {
        const listen = listenOfListener(haproxy, listener, sample.nofile);
        return listen?.set ? [judge(listen, sample.limits, hosts)] : [];
      }),
    ),
  ],
});

const judge = (listen: Listen, { somaxconn: limit }: Limits, hosts: readonly string[]): Verdict => {
  if (listen.backlog <= limit.value) return pass;
  return fault({
    subject: listen.what,
    severity: listen.set ? "warning" : "info",
    // A daemon's own default is nowhere in the inventory; the limit that cuts it down is.
    at: listen.set ? listen.at : limit.origin,
    hosts,
    message: `${listen.what} asks for a backlog of ${listen.backlog}${listen.set ? "" : " by default"}; the kernel gives ${limit.value}`,
    why: `${listen.backlog} > net.core.somaxconn ${limit.value} (${limit.because}), and listen() says nothing of it`,
    fix: `net.core.somaxconn ${listen.backlog} fits; or write ${limit.value}, which is what is in force`,
    figures: { backlog: listen.backlog, somaxconn: limit.value },
  });
};
