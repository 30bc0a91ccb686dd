import { processMaxconn } from "../../../fleet/connections.js";
import { descriptors } from "../../../fleet/descriptors.js";
import type { ProxyKind } from "../../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../../fleet/proxy-kinds.js";
import { onProxies } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { Origin } from "../../../yaml/place.js";
import { kernelOf } from "../section.js";

/** Default of fs.nr_open: sysctl_nr_open of Linux fs/file.c. */
const DEFAULT = 1_048_576;

export const nrOpen = defineRule({
  slug: "kernel/nr-open",
  severity: "error",
  title: "HAProxy's open files limit is within fs.nr_open.",
  why: "No process may raise its open files limit above fs.nr_open, root included: setrlimit fails with EPERM. The service manager then does not start HAProxy, or HAProxy refuses to start.",
  how: `The largest of nofile, ulimit-n and what maxconn needs, compared with fs.nr_open. Its default is ${DEFAULT}; then the finding is a warning, as systemd may have raised it.`,
  fix: "Raise fs.nr_open, or lower the limit.",
  source: [
    "Linux kernel/sys.c do_prlimit",
    "Linux Documentation/admin-guide/sysctl/fs.rst, nr_open",
    "setrlimit(2), EPERM",
  ],
  run: (fleet) => proxyKinds(fleet).flatMap(judge),
});

const judge = (kind: ProxyKind): RuleResult[] => {
  const { sample, hosts } = kind;
  const [first, ...rest] = asksOf(kind);
  if (first === undefined) return [];
  const asks = rest.reduce((most, other) => (other.files > most.files ? other : most), first);
  const set = kernelOf(sample).settings["fs.nr_open"];
  const most = set ?? DEFAULT;
  if (asks.files <= most) return [pass];
  const fits = asks.fits(most);
  const at = set === undefined ? asks.at : originOf(kernelOf(sample).node, "fs.nr_open");
  return [
    fault({
      subject: sample.name,
      hosts,
      severity: set === undefined ? "warning" : "error",
      at,
      message: `${asks.what} of ${sample.name} asks for ${asks.files} open files; fs.nr_open allows a process ${most}`,
      why: `${asks.files} > fs.nr_open ${most}${set === undefined ? ", the kernel's default, which systemd may raise" : ""}: setrlimit fails with EPERM`,
      candidates: [onProxies({ hosts }, { kernel: { "fs.nr_open": asks.files } })],
      fix: `fs.nr_open: ${asks.files} fits${fits > 0 ? `; or ${asks.what} ${fits}` : ""}`,
      figures: { asked: asks.files, nr_open: most },
    }),
  ];
};

interface Wanted {
  readonly what: string;
  readonly files: number;
  readonly at: Origin;
  /** The largest value that `most` files hold. */
  readonly fits: (most: number) => number;
}

const asksOf = ({ sample, haproxy }: ProxyKind): readonly Wanted[] => {
  const own = haproxy.global["ulimit-n"];
  const maxconn = haproxy.global.maxconn === undefined ? undefined : processMaxconn(haproxy, sample.nofile);
  return [
    ...(sample.nofile === undefined
      ? []
      : [
          {
            what: "nofile",
            files: sample.nofile,
            at: originOf(sample.node, "nofile"),
            fits: (most: number) => most,
          },
        ]),
    ...(own === undefined
      ? []
      : [
          {
            what: "ulimit-n",
            files: own,
            at: originOf(haproxy.node, "global", "ulimit-n"),
            fits: (most: number) => most,
          },
        ]),
    ...(maxconn === undefined
      ? []
      : [
          {
            what: "maxconn",
            files: descriptors(haproxy, maxconn.value).total,
            at: maxconn.origin,
            fits: (most: number) => Math.max(Math.floor((most - descriptors(haproxy, 0).enough) / 2), 0),
          },
        ]),
  ];
};
