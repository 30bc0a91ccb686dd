import { processMaxconn } from "../../fleet/connections.js";
import type { Descriptors } from "../../fleet/descriptors.js";
import { descriptors } from "../../fleet/descriptors.js";
import type { Haproxy } from "../../fleet/fleet.js";
import type { ProxyKind } from "../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import { defaultIn } from "../../haproxy/defaults.js";
import { formatVersion } from "../../haproxy/version.js";
import type { Candidate } from "../../moves/candidate.js";
import { inHaproxy, onProxies } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const fileDescriptors = defineRule({
  slug: "capacity/file-descriptors",
  severity: "error",
  title: "HAProxy may open as many files as its maxconn needs.",
  why: "Since 2.3 HAProxy refuses to start if the open files limit is too low for its maxconn, unless it may raise the limit itself (CAP_SYS_RESOURCE). Older versions start with a warning and stop accepting connections at about half the limit, short of maxconn.",
  how: "2 x maxconn + 2 x maxpipes + one per check and per address + 3 per thread + 20, compared with ulimit-n, to which HAProxy lowers its limit up to 2.6.6, and with nofile of the proxy. Without maxconn, HAProxy 2.0 and later takes what fits nofile, whatever ulimit-n says and, up to 3.3, without room for maxpipes; before, the default is 2000.",
  fix: "Raise nofile (LimitNOFILE of the service), remove ulimit-n, or lower maxconn.",
  source: [
    "HAProxy configuration manual 3.1 ulimit-n, strict-limits",
    "test/daemons/facts/descriptors.test.ts",
    "measured on 2.6.12: Cannot raise FD limit to 4028, limit is 1000; exit status 1",
    "ulimit-n and maxpipes without maxconn measured on 2.0.0 to 3.5-dev5",
  ],
  run: (fleet) => proxyKinds(fleet).flatMap(judge),
});

const judge = ({ sample, haproxy, hosts }: ProxyKind): RuleResult[] => {
  const { nofile } = sample;
  const { "ulimit-n": own, maxpipes } = haproxy.global;
  const automatic = haproxy.global.maxconn === undefined && defaultIn(haproxy.version, "maxconn") === null;
  // What it takes from the limit of files fits, but for what it does not take into account.
  if (automatic && own === undefined && !maxpipes) return [];
  const common = { subject: sample.name, hosts };
  const maxconn = processMaxconn(haproxy, nofile)?.value;
  const lacking = lack({ ...common, at: originOf(sample.node, "nofile"), needs: `nofile of ${sample.name}` });
  if (maxconn === undefined) return [lacking];
  const needed = descriptors(haproxy, maxconn);
  const sum = `${sumOf(needed, maxconn)} = ${needed.total}`;
  const severity = isStrict(haproxy) ? "error" : "warning";
  const follows = isStrict(haproxy)
    ? `HAProxy ${formatVersion(haproxy.version)} does not start, unless it has CAP_SYS_RESOURCE`
    : "it starts, and stops accepting when they run out";
  if (own !== undefined && own < needed.total && defaultIn(haproxy.version, "lowUlimitN") !== "nothing") {
    return [
      fault({
        ...common,
        severity,
        at: originOf(haproxy.node, "global", "ulimit-n"),
        message: `HAProxy on ${sample.name} needs ${needed.total} open files for maxconn ${maxconn}; ulimit-n allows ${own}`,
        why: `${sum} > ulimit-n ${own}${automatic ? `: maxconn is not set, and follows from nofile ${nofile}, not from ulimit-n` : ""}`,
        candidates: [
          inHaproxy({ hosts }, { global: { "ulimit-n": null } }),
          inHaproxy({ hosts }, { global: { "ulimit-n": needed.enough } }),
        ],
        fix: `remove ulimit-n: HAProxy computes it; or ulimit-n ${needed.enough} fits${orMaxconn(haproxy, own)}`,
        figures: { needed: needed.total, ulimit_n: own, maxconn },
      }),
    ];
  }
  const raises = own !== undefined && own >= needed.total;
  const asked = raises ? own : needed.total;
  if (nofile === undefined) return [lacking];
  if (asked <= nofile) return [pass];
  return [
    fault({
      ...common,
      severity,
      at: automatic ? originOf(haproxy.node, "global", "maxpipes") : originOf(sample.node, "nofile"),
      message: `HAProxy on ${sample.name} ${raises ? `asks for ${own} open files with ulimit-n` : `needs ${asked} open files for maxconn ${maxconn}`}; its limit is ${nofile}`,
      why: `${raises ? `ulimit-n ${own}` : sum} > nofile ${nofile}: ${automatic ? "a maxconn that follows from nofile leaves no room for maxpipes; " : ""}${follows}`,
      candidates: automatic
        ? [inHaproxy({ hosts }, { global: { maxpipes: null } })]
        : [
            onProxies({ hosts }, { nofile: raises ? own : needed.enough }),
            ...(raises
              ? [inHaproxy({ hosts }, { global: { "ulimit-n": null } })]
              : withMaxconn(hosts, haproxy, nofile)),
          ],
      fix: automatic
        ? `remove maxpipes${orMaxconn(haproxy, nofile)}`
        : `nofile ${raises ? own : needed.enough} fits${raises ? "; or remove ulimit-n" : orMaxconn(haproxy, nofile)}`,
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

const withMaxconn = (hosts: readonly string[], haproxy: Haproxy, limit: number): readonly Candidate[] => {
  const fits = Math.floor((limit - descriptors(haproxy, 0).enough) / 2);
  return fits > 0 ? [inHaproxy({ hosts }, { global: { maxconn: fits } })] : [];
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
