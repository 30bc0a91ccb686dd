import type { RawSetting } from "../../fleet/raw-settings.js";
import { hasRawLines, rawSettings } from "../../fleet/raw-settings.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const rawSetting = defineRule({
  slug: "hygiene/raw-setting",
  severity: "warning",
  title: "A raw line does not set what has a key of its own.",
  why: "A line under directives reaches the daemon as it stands, after all else. No rule reads it: mmconf goes on to count with the key's value, or with the default, and its figures are those of another configuration.",
  how: "The first words of every raw line (of a server line, every word), looked up among the keys of its section. Further log and bind lines only add to those that are there.",
  fix: "Write the key in place of the line.",
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

const judge = ({ setting, line, section, subject, hosts, at }: RawSetting): Verdict =>
  fault({
    subject,
    hosts,
    at,
    message:
      setting === "server"
        ? `a raw line adds a server to ${subject} that mmconf does not count`
        : `a raw line in ${section} sets ${setting} past mmconf`,
    why: `${JSON.stringify(line)} reaches the daemon as it stands; the rules count with the key, or with the default`,
    fix:
      setting === "server"
        ? "the host under app_servers or backups, and in the listener's hosts"
        : setting === "backup"
          ? "the host under backups"
          : `${setting} as a key of ${section}, in place of the line`,
    figures: { setting, line },
  });
