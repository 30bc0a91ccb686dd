import { processesPerProxy } from "../../fleet/capacity.js";
import { connectionMemory } from "../../fleet/connection-memory.js";
import { processMaxconn } from "../../fleet/connections.js";
import type { ProxyKind } from "../../fleet/proxy-kinds.js";
import { proxyKinds } from "../../fleet/proxy-kinds.js";
import { inHaproxy } from "../../moves/candidate.js";
import { showBytes } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, lack, pass } from "../define.js";

export const proxyMemory = defineRule({
  slug: "capacity/proxy-memory",
  severity: "warning",
  title: "A proxy has memory for as many connections as HAProxy may take.",
  why: "A connection with data in flight in both directions holds two buffers. If maxconn admits more of them than memory holds, a flood ends in swap or the OOM killer, not in a queue.",
  how: "maxconn (default: what nofile allows) x (2 x tune.bufsize + 1 kB), x nbproc; compared with the proxy's memory. tune.bufsize is 16 kB unless a raw line sets it. TLS comes on top.",
  fix: "Lower maxconn to what fits, or add memory.",
  source: [
    "HAProxy configuration manual 4.2 maxconn: about 33 kB of RAM per established connection",
    "HAProxy configuration manual 3.2 tune.bufsize",
  ],
  run: (fleet) => proxyKinds(fleet).flatMap(judge),
});

const judge = ({ sample, haproxy, hosts }: ProxyKind): RuleResult[] => {
  const most = processMaxconn(haproxy, sample.nofile);
  if (most === undefined) return [];
  const { memory } = sample;
  const common = { subject: sample.name, hosts, at: most.origin };
  if (memory === undefined) {
    return [lack({ ...common, at: originOf(sample.node, "memory"), needs: `memory of ${sample.name}` })];
  }
  const each = connectionMemory(haproxy);
  const processes = processesPerProxy({ haproxy });
  const needed = most.value * processes * each;
  if (needed <= memory) return [pass];
  const fits = Math.floor(memory / each / processes);
  return [
    fault({
      ...common,
      message: `HAProxy on ${sample.name} may take ${most.value * processes} connections, which need ${showBytes(needed)}; it has ${showBytes(memory)}`,
      why: `${processes === 1 ? "" : `nbproc ${processes} x `}maxconn ${most.value} (${most.because}) x ${showBytes(each)} = ${showBytes(needed)} > ${showBytes(memory)}`,
      candidates: fits > 0 ? [inHaproxy({ hosts }, { global: { maxconn: fits } })] : [],
      fix: `${fits > 0 ? `maxconn ${fits} fits, with nothing else on the host` : "no maxconn fits"}; or ${showBytes(needed - memory)} more memory`,
      figures: { maxconn: most.value, needed, memory, each },
    }),
  ];
};
