import { processesPerProxy } from "../../fleet/capacity.js";
import { processMaxconn } from "../../fleet/connections.js";
import { descriptors } from "../../fleet/descriptors.js";
import type { ProxyKind } from "../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const fileMax = defineRule({
  slug: "kernel/file-max",
  severity: "error",
  title: "fs.file-max of a proxy allows all the files that HAProxy may open.",
  why: "fs.file-max limits the open files of the whole host. Once they run out, every open, accept and connect fails with ENFILE, sshd and logging included.",
  how: "If fs.file-max is set: what HAProxy's maxconn needs (as for capacity/file-descriptors), x nbproc, compared with it. The kernel's default scales with memory and is not checked.",
  fix: "Remove fs.file-max, or raise it well above what HAProxy needs.",
  source: [
    "Linux Documentation/admin-guide/sysctl/fs.rst, file-max",
    "Linux fs/file_table.c alloc_empty_file",
    "accept(2), ENFILE",
  ],
  run: (fleet) => proxyKinds(fleet).flatMap(judge),
});

const judge = ({ sample, haproxy, hosts }: ProxyKind): Verdict[] => {
  const most = sample.kernel.settings["fs.file-max"];
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
      at: originOf(sample.kernel.node, "fs.file-max"),
      message: `HAProxy on ${sample.name} may have ${needed} files open; fs.file-max allows the whole host ${most}`,
      why: `maxconn ${maxconn.value} needs ${each} files${processes === 1 ? "" : `, x nbproc ${processes}`} > fs.file-max ${most}`,
      fix: `remove fs.file-max; or set it above ${2 * needed}, which a reload with two processes needs`,
      figures: { needed, file_max: most, maxconn: maxconn.value },
    }),
  ];
};
