import { apacheSection } from "../../apache/schema.js";
import type { RawLines } from "../../fleet/targets.js";
import { keysAt } from "../../schema/shape.js";

/** Apache's directives are not case-sensitive; MaxClients is the old name of MaxRequestWorkers (mpm_common). */
const DIRECTIVES = new Map(
  keysAt(apacheSection, [])
    .filter((name) => name !== "mpm" && name !== "directives")
    .map((name): [string, string] => [name.toLowerCase(), name]),
).set("maxclients", "MaxRequestWorkers");

export const apacheLines: RawLines = (line) => {
  const name = DIRECTIVES.get(line.trim().split(/\s+/)[0]?.toLowerCase() ?? "");
  return name === undefined ? [] : [name];
};
