import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { addressOf } from "../../haproxy/keywords/binds.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const duplicateBind = defineRule({
  slug: "haproxy/duplicate-bind",
  severity: "error",
  title: "Each address and port belongs to one listener.",
  why: "HAProxy opens its sockets with SO_REUSEPORT, so two listeners on one address both start without a warning. The kernel spreads connections over them: some requests reach the wrong servers.",
  how: "The bind addresses of all listeners of a proxy. An empty address, *, 0 and 0.0.0.0 are the same.",
  fix: "Give each listener an address or a port of its own.",
  source: ["socket(7) SO_REUSEPORT", "test/daemons/facts/two-listeners-on-one-address.test.ts"],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const socketOf = (address: string): string => {
  const [, host = "", port = ""] = /^(.*):0*(\d+)$/.exec(address) ?? [];
  return `${/^(?:|0|0\.0\.0\.0)$/.test(host) ? "*" : host.toLowerCase()}:${port}`;
};

const judge = ({ haproxy, hosts }: ProxyGroup): RuleResult[] => {
  const owners = new Map<string, string>();
  const faults = haproxy.frontends.flatMap((listener) =>
    listener.own.bind.map(addressOf).flatMap((address): RuleResult[] => {
      const socket = socketOf(address);
      const owner = owners.get(socket);
      owners.set(socket, owner ?? listener.name);
      if (owner === undefined) return [];
      const both =
        owner === listener.name
          ? `${listener.name} binds ${address} twice`
          : `${listener.name} and ${owner} both bind ${address}`;
      return [
        fault({
          subject: listener.name,
          hosts,
          at: originOf(listener.node, "bind"),
          message: owner === listener.name ? both : `${both}: each gets some of the connections`,
          why: "SO_REUSEPORT lets both listen, and the kernel picks one for each connection",
          candidates:
            owner === listener.name
              ? [
                  inListener(
                    { listener, hosts },
                    {
                      bind: [
                        ...new Map(listener.own.bind.map((one) => [socketOf(addressOf(one)), one])).values(),
                      ],
                    },
                  ),
                ]
              : [],
          fix: owner === listener.name ? "write the address once" : `another port for ${listener.name}`,
          figures: { address },
        }),
      ];
    }),
  );
  return faults.length === 0 ? [pass] : faults;
};
