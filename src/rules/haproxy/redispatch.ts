import { everyListener, says } from "../../fleet/listeners.js";
import { retries } from "../../fleet/timeouts.js";
import { originOf } from "../../yaml/node.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const redispatch = defineRule({
  slug: "haproxy/redispatch",
  severity: "warning",
  title: "A request whose server refuses it may go to another one.",
  why: "Every further try goes to the server that was chosen first, under round robin too. Until its checks have marked it DOWN, each request that falls to a dead server ends in 503 (SC) with others standing by.",
  how: "Listeners with two or more server lines, without option redispatch or with retries 0: redispatch is the last of the further tries.",
  fix: "Set option redispatch, and leave retries at 1 or more.",
  source: [
    "HAProxy configuration manual 4.2 option redispatch",
    "HAProxy configuration manual 4.2 retries",
    "test/daemons/facts/redispatch.test.ts",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed): Verdict[] => {
      const { listener, hosts } = placed;
      const others = listener.lines.length - 1;
      if (others < 1) return [];
      const tries = retries(listener);
      const set = listener.settings.option.redispatch === true || says(placed, /^option\s+redispatch\b/);
      if (set && tries > 0) return [pass];
      const common = { subject: listener.name, hosts, figures: { retries: tries, servers: others + 1 } };
      const idle = `${others} other ${others === 1 ? "server is" : "servers are"} not asked`;
      return [
        set
          ? fault({
              ...common,
              at: originOf(listener.node, "retries"),
              message: `${listener.name} has option redispatch and retries 0: it never comes to it, and a refused request gets 503 at once`,
              why: `redispatch is the last of the retries, and there are none: ${idle}`,
              fix: "retries: 3 is the default; 1 is enough",
            })
          : fault({
              ...common,
              at: originOf(listener.node, "option", "redispatch"),
              message: `a request of ${listener.name} whose server refuses it is tried ${tries} more times at that server, then gets 503`,
              why: `without option redispatch ${idle} until checks mark the first one DOWN`,
              fix: "option redispatch: true",
            }),
      ];
    }),
});
