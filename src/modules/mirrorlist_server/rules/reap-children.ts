import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import { serverGroups } from "../section.js";

export const reapChildren = defineRule({
  slug: "mirrorlist/reap-children",
  severity: "error",
  title: "mirrorlist_server reaps the children it forks.",
  why: "A forking server reaps its children to know how many there are. With SIGCHLD ignored the kernel discards their exit status: at max_children the server then blocks until every child has ended and serves nobody meanwhile; Python 2 kept them on its list forever.",
  how: "reap_children of the service's server section.",
  fix: "Set reap_children: true, and do not ignore SIGCHLD in the program.",
  source: [
    "wait(2), SIGCHLD set to SIG_IGN",
    "CPython Lib/socketserver.py ForkingMixIn.collect_children",
    "test/daemons/facts/children-of-a-forking-server.test.ts",
  ],
  run: (fleet) =>
    serverGroups(fleet).flatMap((group): RuleResult[] => {
      const { sample, hosts, service, subject } = group;
      if (service.server.reap_children) return [pass];
      return [
        fault({
          subject,
          hosts,
          at: originOf(service.node, "server", "reap_children"),
          message: `mirrorlist_server on ${sample.name} ignores SIGCHLD and does not reap its children`,
          why: "reap_children is false: once max_children is reached, wait() returns only when the last child has ended",
          candidates: [inService(group, { server: { reap_children: true } })],
          fix: "reap_children: true",
          figures: {},
        }),
      ];
    }),
});
