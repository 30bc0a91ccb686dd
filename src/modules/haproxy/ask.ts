import type { Ask, Verification } from "../../render/ask.js";
import { withoutUnknownUsers } from "../../render/ask.js";
import { foldHosts } from "../../text/fold-hosts.js";

/** haproxy -dr goes on without the names that it can't resolve. */
export const askHaproxy: Ask = (file, machine) => {
  const changed = withoutUnknownUsers(file, machine);
  const places = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy"];
  return foldUnresolved({ ...machine.run("haproxy", places, ["-c", "-dr", "-f", file]), changed });
};

const UNRESOLVED = /^.*: could not resolve address '([^']*)', disabling server\.$/;

/** The fleet's names need not resolve on this machine: one note for all of them. */
const foldUnresolved = (verification: Verification): Verification => {
  const lines = verification.said.split("\n");
  const names = new Set(lines.flatMap((line) => UNRESOLVED.exec(line)?.[1] ?? []));
  if (names.size === 0) return verification;
  const kept = lines.filter((line) => !UNRESOLVED.test(line)).join("\n");
  const said = kept.includes("[WARNING]") ? kept : kept.replace("Warnings were found.\n", "");
  const note = `${foldHosts([...names])} could not be resolved here, and ${names.size === 1 ? "was" : "were"} taken as down (haproxy -dr)`;
  return { ...verification, said, changed: [...verification.changed, note] };
};
