import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import { defaultIn } from "../../haproxy/defaults.js";
import { formatVersion } from "../../haproxy/version.js";
import { inHaproxy, inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const frontendSum = defineRule({
  slug: "capacity/frontend-sum",
  severity: "info",
  title: "All listeners can reach their own maxconn at the same time.",
  why: "All listeners share the process's maxconn. If theirs add up to more, a flood on one takes connections that another counts on: a listener's limit reserves nothing.",
  how: "Sum of the listeners' maxconn, if two or more set one, compared with maxconn of the global section, or with the version's default.",
  fix: "Raise the global maxconn to the sum, or lower the maxconn of the less important listeners.",
  source: [
    "HAProxy configuration manual 3.2 maxconn",
    "test/daemons/facts/frontend-maxconn-over-global.test.ts",
  ],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const judge = ({ haproxy, hosts }: ProxyGroup): RuleResult[] => {
  const bounded = haproxy.frontends.flatMap(({ name, path, settings }) =>
    settings.maxconn === undefined ? [] : [{ name, path, maxconn: settings.maxconn }],
  );
  const byVersion = defaultIn(haproxy.version, "maxconn");
  const most = haproxy.global.maxconn ?? byVersion;
  if (bounded.length < 2 || most === null) return [];
  const sum = bounded.reduce((total, { maxconn }) => total + maxconn, 0);
  if (sum <= most) return [pass];
  const parts = bounded.slice(0, 4).map(({ name, maxconn }) => `${name} ${maxconn}`);
  return [
    fault({
      subject: "maxconn",
      hosts,
      at: originOf(haproxy.node, "global", "maxconn"),
      message: `${bounded.length} listeners may take ${sum} connections together; the process takes ${most} in all`,
      why: `${parts.join(" + ")}${bounded.length > 4 ? " + ..." : ""} = ${sum} > global maxconn ${most}${haproxy.global.maxconn === undefined ? `, the default of HAProxy ${formatVersion(haproxy.version)}` : ""}`,
      candidates: [
        inHaproxy({ hosts }, { global: { maxconn: sum } }),
        bounded.flatMap(({ path, maxconn }) =>
          inListener(
            { listener: { path }, hosts },
            { maxconn: Math.max(Math.floor((maxconn * most) / sum), 1) },
          ),
        ),
      ],
      fix: `global maxconn ${sum} fits, if open files and memory allow`,
      figures: { sum, global_maxconn: most, listeners: bounded.length },
    }),
  ];
};
