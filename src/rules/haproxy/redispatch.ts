import { everyListener } from "../../fleet/listeners.js";
import { redispatchInterval } from "../../fleet/redispatch.js";
import { retries } from "../../fleet/timeouts.js";
import { inListener } from "../../moves/candidate.js";
import { counted } from "../../text/counted.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const redispatch = defineRule({
  slug: "haproxy/redispatch",
  severity: "warning",
  title: "A request that its server refuses is retried on another one.",
  why: "Every retry goes to the server that was chosen first, with round robin too. Until health checks mark a dead server DOWN, each request assigned to it ends in 503 (SC) although others could serve it.",
  how: "Listeners with two or more server lines, without option redispatch, or with fewer retries than it takes: the last one by default, else the interval that the option gives.",
  fix: "Set option redispatch, and leave retries at 1 or more.",
  source: [
    "HAProxy configuration manual 4.2 option redispatch",
    "HAProxy configuration manual 4.2 retries",
    "test/daemons/facts/redispatch.test.ts",
    "test/daemons/facts/redispatch-interval.test.ts",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed): RuleResult[] => {
      const { listener, hosts } = placed;
      const others = listener.lines.length - 1;
      if (others < 1) return [];
      const tries = retries(listener);
      const interval = redispatchInterval(placed);
      if (interval !== undefined && tries > 0 && interval <= tries) return [pass];
      const common = { subject: listener.name, hosts, figures: { retries: tries, servers: others + 1 } };
      const idle = `${others} other ${others === 1 ? "server is" : "servers are"} not tried`;
      const retried = `a request of ${listener.name} that its server refuses is retried ${counted(tries, "time")} on that server, then gets 503`;
      if (interval === undefined)
        return [
          fault({
            ...common,
            at: originOf(listener.node, "option", "redispatch"),
            message: retried,
            why: `without option redispatch ${idle} until health checks mark the first one DOWN`,
            candidates: [
              inListener(placed, { option: { redispatch: true }, ...(tries > 0 ? {} : { retries: 3 }) }),
            ],
            fix: "option redispatch: true",
          }),
        ];
      if (tries > 0)
        return [
          fault({
            ...common,
            at: originOf(listener.node, "option", "redispatch"),
            message: retried,
            why: `option redispatch ${interval} moves a request after ${interval} failed tries, and retries ${tries} ends before: ${idle}`,
            candidates: [
              inListener(placed, { option: { redispatch: 1 } }),
              inListener(placed, { option: { redispatch: true } }),
            ],
            fix: `option redispatch: 1 moves it at each retry; true at the last one`,
          }),
        ];
      return [
        fault({
          ...common,
          at: originOf(listener.node, "retries"),
          message: `${listener.name} has option redispatch and retries 0: without retries there is no redispatch, and a refused request gets 503 at once`,
          why: `redispatch happens on a retry, and there is none: ${idle}`,
          candidates: [inListener(placed, { retries: 3 }), inListener(placed, { retries: 1 })],
          fix: "retries: 3 is the default; 1 is enough",
        }),
      ];
    }),
});
