import { balance } from "../../fleet/balance.js";
import { everyListener, says } from "../../fleet/listeners.js";
import { activeLines } from "../../fleet/server-lines.js";
import { defaultHistory } from "../../haproxy/defaults.js";
import { formatVersion } from "../../haproxy/version.js";
import { inListener } from "../../moves/candidate.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const defaultBalance = defineRule({
  slug: "haproxy/default-balance",
  severity: "info",
  title: "A listener with several servers sets its balance algorithm.",
  why: "The default has changed between versions: an upgrade shifts the load of every listener that relies on it, and no line of the configuration shows it.",
  how: "Listeners with two or more active servers and no balance, of their own or from defaults.",
  fix: "Set the effective algorithm.",
  source: [
    "HAProxy configuration manual 4.2 balance",
    "HAProxy CHANGELOG 3.3",
    "test/daemons/facts/default-balance.test.ts",
  ],
  run: (fleet) =>
    everyListener(fleet).flatMap((placed): RuleResult[] => {
      const { listener, haproxy, hosts } = placed;
      if (activeLines(listener).length < 2) return [];
      if (listener.settings.balance !== undefined || says(placed, /^balance\s/)) return [pass];
      const { value, origin } = balance(placed);
      const version = formatVersion(haproxy.version);
      return [
        fault({
          subject: listener.name,
          hosts,
          at: origin,
          message: `${listener.name} sets no balance algorithm; HAProxy ${version} uses ${value}`,
          why: `the default is ${defaultHistory("balance")}`,
          candidates: [inListener(placed, { balance: value })],
          fix: `balance: ${value}`,
          figures: { version, balance: value },
        }),
      ];
    }),
});
