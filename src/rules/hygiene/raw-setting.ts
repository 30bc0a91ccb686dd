import type { RawSetting } from "../../fleet/raw-settings.js";
import { hasRawLines, rawSettings } from "../../fleet/raw-settings.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const rawSetting = defineRule({
  slug: "hygiene/raw-setting",
  severity: "warning",
  title: "No raw line sets what has its own key.",
  why: "A line under directives is rendered verbatim, after the keys. Most rules don't read it: mmconf computes with the key's value or the default, so its figures are those of another configuration.",
  how: "The first words of every raw line (of a server line, every word), looked up among the keys of its section. A line that no key can say as well is none of them, and further log and bind lines only add to those that are there.",
  fix: "Use the key instead of the line.",
  source: [
    "docs/inventory.md",
    "HAProxy configuration manual 4.1",
    "Apache HTTP Server 2.4, Configuration Sections",
  ],
  run: (fleet) => {
    if (!hasRawLines(fleet)) return [];
    const found = rawSettings(fleet);
    return found.length === 0 ? [pass] : found.map(judge);
  },
});

const judge = ({ setting, line, section, subject, hosts, at }: RawSetting): RuleResult =>
  fault({
    subject,
    hosts,
    at,
    message:
      setting === "server"
        ? `a raw line adds a server to ${subject} that mmconf does not know of`
        : `a raw line in ${section} sets ${setting} behind mmconf's back`,
    why: `${JSON.stringify(line)} is rendered verbatim; most rules compute with the key or the default`,
    fix:
      setting === "server"
        ? "add the host to app_servers or backups, and to the listener's hosts"
        : setting === "backup"
          ? "move the host to backups"
          : `set ${setting} as a key of ${section} instead of the line`,
    figures: { setting, line },
  });
