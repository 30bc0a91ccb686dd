import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import type { LineGroup } from "../../fleet/server-lines.js";
import { lineGroups, lineOrigin, namesOf } from "../../fleet/server-lines.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const minconnOverMaxconn = defineRule({
  slug: "haproxy/minconn-over-maxconn",
  severity: "error",
  title: "minconn is within maxconn.",
  why: "HAProxy raises maxconn to minconn without a word: the server gets more requests than the line says, and its slots are counted wrong. minconn alone becomes a maxconn, where the line says that there is none.",
  how: "Server lines with minconn over maxconn, or with minconn and no maxconn.",
  fix: "Raise maxconn to minconn, if the slots allow; or lower minconn.",
  source: ["HAProxy configuration manual 5.2 minconn", "test/daemons/facts/minconn.test.ts"],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed) =>
      lineGroups(placed.listener).flatMap((group) => judge(placed, group)),
    ),
});

const judge = ({ listener, hosts }: PlacedListener, group: LineGroup): Verdict[] => {
  const line = group.sample;
  const { minconn, maxconn } = line.settings;
  if (!minconn) return [];
  if (maxconn && minconn <= maxconn) return [pass];
  return [
    fault({
      subject: listener.name,
      hosts,
      at: lineOrigin({ listener, line }, "minconn"),
      message: `minconn ${minconn} of ${namesOf(group)} in ${listener.name} is over ${maxconn ? `maxconn ${maxconn}` : "a maxconn that is not set"}: HAProxy takes ${minconn} for maxconn`,
      why: `one proxy sends ${line.server.name} up to ${minconn} requests at once, ${maxconn ? `not ${maxconn}` : "where no limit is written"}`,
      fix: maxconn
        ? `minconn ${maxconn} at most; or maxconn ${minconn}, which is what is in force`
        : `maxconn ${minconn}, which is what is in force`,
      figures: { minconn, maxconn: maxconn || "none" },
    }),
  ];
};
