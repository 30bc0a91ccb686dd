import { slots } from "../../../fleet/capacity.js";
import { served } from "../../../fleet/concurrency.js";
import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { maxChildren } from "../limits.js";
import type { ServerGroup } from "../section.js";
import { serverGroups } from "../section.js";

export const maxChildrenCheck = defineRule({
  slug: "mirrorlist/max-children",
  severity: "warning",
  title: "mirrorlist_server may fork a child for every busy slot.",
  why: "Each request in a slot asks mirrorlist_server, which forks a child for it. At max_children the server blocks until one of them ends and accepts no connection meanwhile: the slots beyond that number only wait.",
  how: "max_children (default: socketserver's 40) compared with the slots, or with what the proxies may send, if less.",
  fix: "Set max_children to the slots, if memory allows.",
  source: [
    "CPython Lib/socketserver.py ForkingMixIn.collect_children",
    "test/daemons/facts/children-of-a-forking-server.test.ts",
  ],
  run: (fleet) => serverGroups(fleet).flatMap(judge),
});

const judge = (group: ServerGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const children = maxChildren(service);
  const asking = served(group);
  if (children.value >= asking) return [pass];
  const available = slots(service);
  const most =
    asking === available ? counted(available, "slot") : `${counted(asking, "request")} from the proxies`;
  return [
    fault({
      subject,
      hosts,
      at: children.origin,
      message: `mirrorlist_server on ${sample.name} serves ${counted(children.value, "request")} at once; ${asking - children.value} of ${counted(asking, "busy slot")} wait for it`,
      why: `max_children ${children.value} (${children.because}) < ${most}; each holds its slot while it waits`,
      candidates: [inService(group, { server: { max_children: asking } })],
      fix: `max_children ${asking} fits, if memory allows`,
      figures: { max_children: children.value, slots: available, asking },
    }),
  ];
};
