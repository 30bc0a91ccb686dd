import { inService } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import { requestQueueSize } from "../limits.js";
import { serverGroups } from "../section.js";

export const queueSizeOnClass = defineRule({
  slug: "mirrorlist/queue-size-on-class",
  severity: "error",
  title: "request_queue_size is set on the class, where listen() sees it.",
  why: "socketserver's constructor binds and listens. A value set on the instance afterwards has no effect: the backlog stays 5. As the kernel takes one more, the seventh waiting client finds the queue full.",
  how: "request_queue_size_set_on, if request_queue_size is given.",
  fix: "Set it on the class; the rendered settings file is read before the class is made.",
  source: [
    "CPython Lib/socketserver.py TCPServer.__init__ and server_activate",
    "test/daemons/facts/listen-backlog-of-python.test.ts",
  ],
  run: (fleet) =>
    serverGroups(fleet).flatMap((group): RuleResult[] => {
      const { hosts, service, subject } = group;
      const asked = service.server.request_queue_size;
      if (asked === undefined) return [];
      const effective = requestQueueSize(service);
      if (service.server.request_queue_size_set_on !== "instance") return [pass];
      return [
        fault({
          subject,
          hosts,
          at: originOf(service.node, "server", "request_queue_size_set_on"),
          message: `request_queue_size ${asked} is set on the instance and has no effect: the effective value is ${effective.value}`,
          why: "listen() runs in the constructor, before the instance can be changed",
          candidates: [inService(group, { server: { request_queue_size_set_on: "class" } })],
          fix: "request_queue_size_set_on: class",
          figures: { request_queue_size: asked, effective: effective.value },
        }),
      ];
    }),
});
