import { processesPerProxy } from "../../../fleet/capacity.js";
import { processMaxconn } from "../../../fleet/connections.js";
import { descriptors } from "../../../fleet/descriptors.js";
import type { ProxyKind } from "../../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../../fleet/proxy-kinds.js";
import { onProxies } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, lack, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import { kernelOf } from "../section.js";

export const fileMax = defineRule({
  slug: "kernel/file-max",
  severity: "error",
  title: "fs.file-max of a proxy allows all the files that HAProxy may open.",
  why: "fs.file-max bounds the open files of the whole host. Once they are gone every open, accept and connect on it fails with ENFILE, those of sshd and of the logs too.",
  how: "Where fs.file-max is set: what HAProxy's maxconn needs (as for capacity/file-descriptors), x nbproc, compared with it. The kernel's own default follows the memory, and is left alone.",
  fix: "Take fs.file-max out, or raise it well over what HAProxy needs.",
  source: [
    "Linux Documentation/admin-guide/sysctl/fs.rst, file-max",
    "Linux fs/file_table.c alloc_empty_file",
    "accept(2), ENFILE",
  ],
  run: (fleet) => proxyKinds(fleet).flatMap(judge),
});

const judge = ({ sample, haproxy, hosts }: ProxyKind): RuleResult[] => {
  const most = kernelOf(sample).settings["fs.file-max"];
  if (most === undefined) return [];
  const common = { subject: sample.name, hosts };
  const maxconn = processMaxconn(haproxy, sample.nofile);
  if (maxconn === undefined) {
    const at = originOf(haproxy.node, "global", "maxconn");
    return [lack({ ...common, at, needs: "maxconn of the global section" })];
  }
  const processes = processesPerProxy({ haproxy });
  const each = descriptors(haproxy, maxconn.value).total;
  const needed = each * processes;
  if (needed <= most) return [pass];
  return [
    fault({
      ...common,
      at: originOf(kernelOf(sample).node, "fs.file-max"),
      message: `HAProxy on ${sample.name} may have ${needed} files open; fs.file-max lets the whole host have ${most}`,
      why: `maxconn ${maxconn.value} needs ${each} files${processes === 1 ? "" : `, x nbproc ${processes}`} > fs.file-max ${most}`,
      candidates: [
        onProxies({ hosts }, { kernel: { "fs.file-max": null } }),
        onProxies({ hosts }, { kernel: { "fs.file-max": 2 * needed + 1000 } }),
      ],
      fix: `take fs.file-max out; or over ${2 * needed}, which a reload with two processes needs`,
      figures: { needed, file_max: most, maxconn: maxconn.value },
    }),
  ];
};
