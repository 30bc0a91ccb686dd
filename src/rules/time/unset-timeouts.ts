import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { unsetTimeout } from "../../fleet/unset-timeout.js";
import { inHaproxy } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

const NEEDED = {
  client: { lasts: "a client that vanishes keeps its connection forever", fix: "50s" },
  connect: {
    lasts: "only the kernel ends a connection attempt, and nothing ends the wait in the queue",
    fix: "5s",
  },
  server: { lasts: "a request that a server never answers keeps its slot forever", fix: "50s" },
} as const;

export const unsetTimeouts = defineRule({
  slug: "time/unset-timeouts",
  severity: "warning",
  title: "Every listener has a client, a connect and a server timeout.",
  why: "The default is no limit. Connections whose peer has gone pile up until maxconn is reached and nobody gets in; hung requests keep their slot at the server.",
  how: "timeout client, connect and server of each listener, defaults included.",
  fix: "Set all three in defaults.",
  source: [
    "HAProxy configuration manual 4.2 timeout client, timeout connect, timeout server",
    "test/daemons/facts/what-haproxy-warns-of.test.ts",
  ],
  run: (fleet) =>
    proxyGroups(fleet).flatMap((group) =>
      (["client", "connect", "server"] as const).flatMap((name) => judge(group, name)),
    ),
});

const judge = (group: ProxyGroup, name: keyof typeof NEEDED): RuleResult[] => {
  const { listeners } = group.haproxy;
  if (listeners.length === 0) return [];
  const unset = unsetTimeout(group, name, listeners);
  if (unset === undefined) return [pass];
  const { lasts, fix } = NEEDED[name];
  return [
    fault({
      subject: `timeout ${name}`,
      hosts: group.hosts,
      at: unset.at,
      message: `${unset.names} ${unset.listeners.length === 1 ? "has" : "have"} no timeout ${name}: ${lasts}`,
      why: `by default timeout ${name} has no limit; haproxy -c warns about it`,
      candidates: [
        inHaproxy(group, { defaults: { timeout: { [name]: fix } } }),
        inHaproxy(group, { defaults: { timeout: { [name]: "5m" } } }),
      ],
      fix: `timeout ${name} ${fix} is a usual value`,
      figures: { listeners: unset.listeners.length },
    }),
  ];
};
