import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import { inListener } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const minconnOverMaxconn = defineRule({
  slug: "haproxy/minconn-over-maxconn",
  severity: "error",
  title: "minconn is within maxconn.",
  why: "HAProxy silently raises maxconn to minconn: the server gets more requests than its line says, and its slots are miscounted. minconn alone becomes a maxconn on a line that seems to have none.",
  how: "Server lines with minconn over maxconn, or with minconn and no maxconn.",
  fix: "Raise maxconn to minconn, if the slots allow it; or lower minconn.",
  source: ["HAProxy configuration manual 5.2 minconn", "test/daemons/facts/minconn.test.ts"],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(placed, group)),
    ),
});

const judge = (placed: PlacedListener, group: LineGroup): RuleResult[] => {
  const { listener, hosts } = placed;
  const line = group.sample;
  const { minconn, maxconn } = line.settings;
  if (!minconn) return [];
  if (maxconn && minconn <= maxconn) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: lineOrigin({ listener, line }, "minconn"),
      message: `minconn ${minconn} of ${namesOf(group)} in ${listener.name} is over ${maxconn ? `maxconn ${maxconn}` : "a maxconn that is not set"}: HAProxy uses ${minconn} as maxconn`,
      why: `one proxy sends ${line.server.name} up to ${minconn} requests at once, ${maxconn ? `not ${maxconn}` : "although no limit is set"}`,
      candidates: [
        ...(maxconn ? [inListener(placed, { server: { minconn: maxconn } })] : []),
        inListener(placed, { server: { maxconn: minconn } }),
        inListener(placed, { server: { minconn: null } }),
      ],
      fix: maxconn
        ? `minconn ${maxconn} at most; or maxconn ${minconn}, the effective value`
        : `maxconn ${minconn}, the effective value`,
      figures: { minconn, maxconn: maxconn || "none" },
    }),
  ];
};
