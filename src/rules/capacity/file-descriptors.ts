import { processMaxconn } from "../../fleet/connections.js";
import type { Descriptors } from "../../fleet/descriptors.js";
import { descriptors } from "../../fleet/descriptors.js";
import type { Haproxy } from "../../fleet/fleet.js";
import type { ProxyKind } from "../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import { defaultIn } from "../../haproxy/defaults.js";
import { formatVersion } from "../../haproxy/version.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const fileDescriptors = defineRule({
  slug: "capacity/file-descriptors",
  severity: "error",
  title: "HAProxy may open as many files as its maxconn needs.",
  why: "Since 2.3 HAProxy refuses to start if the open files limit is too low for its maxconn, unless it may raise the limit itself (CAP_SYS_RESOURCE). Older versions start with a warning and stop accepting connections at about half the limit, short of maxconn.",
  how: "2 x maxconn + 2 x maxpipes + one per check and per address + 3 per thread + 20, compared with ulimit-n, which HAProxy sets for itself, and with nofile of the proxy. Without maxconn, HAProxy 2.0 and later takes what fits; before, the default is 2000.",
  fix: "Raise nofile (LimitNOFILE of the service), remove ulimit-n, or lower maxconn.",
  source: [
    "HAProxy configuration manual 3.1 ulimit-n, strict-limits",
    "test/daemons/facts/descriptors.test.ts",
    "measured on 2.6.12: Cannot raise FD limit to 4028, limit is 1000; exit status 1",
  ],
  run: (fleet) => proxyKinds(fleet).flatMap(judge),
});

const judge = ({ sample, haproxy, hosts }: ProxyKind): RuleResult[] => {
  const set = haproxy.global.maxconn ?? defaultIn(haproxy.version, "maxconn");
  if (set === null) return [];
  const maxconn = processMaxconn(haproxy, sample.nofile)?.value ?? set;
  const own = haproxy.global["ulimit-n"];
  const { nofile } = sample;
  const common = { subject: sample.name, hosts };
  const needed = descriptors(haproxy, maxconn);
  const sum = `${sumOf(needed, maxconn)} = ${needed.total}`;
  const severity = isStrict(haproxy) ? "error" : "warning";
  const follows = isStrict(haproxy)
    ? `HAProxy ${formatVersion(haproxy.version)} does not start, unless it has CAP_SYS_RESOURCE`
    : "it starts, and stops accepting when they run out";
  if (own !== undefined && own < needed.total) {
    return [
      fault({
        ...common,
        severity,
        at: originOf(haproxy.node, "global", "ulimit-n"),
        message: `HAProxy on ${sample.name} needs ${needed.total} open files for maxconn ${maxconn}; ulimit-n allows ${own}`,
        why: `${sum} > ulimit-n ${own}`,
        fix: `remove ulimit-n: HAProxy computes it; or ulimit-n ${needed.enough} fits${orMaxconn(haproxy, own)}`,
        figures: { needed: needed.total, ulimit_n: own, maxconn },
      }),
    ];
  }
  const asked = own ?? needed.total;
  if (nofile === undefined) {
    return [lack({ ...common, at: originOf(sample.node, "nofile"), needs: `nofile of ${sample.name}` })];
  }
  if (asked <= nofile) return [pass];
  return [
    fault({
      ...common,
      severity,
      at: originOf(sample.node, "nofile"),
      message: `HAProxy on ${sample.name} ${own === undefined ? `needs ${asked} open files for maxconn ${maxconn}` : `asks for ${own} open files with ulimit-n`}; its limit is ${nofile}`,
      why: `${own === undefined ? sum : `ulimit-n ${own}`} > nofile ${nofile}: ${follows}`,
      fix: `nofile ${own ?? needed.enough} fits${own === undefined ? orMaxconn(haproxy, nofile) : "; or remove ulimit-n"}`,
      figures: { needed: asked, nofile, maxconn },
    }),
  ];
};

const isStrict = ({ version, global }: Haproxy): boolean =>
  defaultIn(version, "strictLimits") &&
  !(global.directives ?? []).some((line) => /^\s*no\s+strict-limits\b/.test(line));

const orMaxconn = (haproxy: Haproxy, limit: number): string => {
  const fits = Math.floor((limit - descriptors(haproxy, 0).enough) / 2);
  return fits > 0 ? `; or maxconn ${fits}` : "";
};

const sumOf = ({ pipes, checks, listening, own }: Descriptors, maxconn: number): string =>
  [
    `2 x maxconn ${maxconn}`,
    pipes === 0 ? "" : `2 x maxpipes ${pipes / 2}`,
    checks === 0 ? "" : `${checks} checks`,
    `${listening} ${listening === 1 ? "address" : "addresses"}`,
    `${own} of its own`,
  ]
    .filter((part) => part !== "")
    .join(" + ");
