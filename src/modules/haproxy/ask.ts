import type { Ask, Opinion } from "../../render/ask.js";
import { withoutUnknownUsers } from "../../render/ask.js";
import { foldHosts } from "../../text/fold-hosts.js";

/** haproxy -dr goes on without the names that it can't resolve. */
export const askHaproxy: Ask = (file, machine) => {
  const changed = withoutUnknownUsers(file, machine);
  const places = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy"];
  return foldUnresolved({ ...machine.run("haproxy", places, ["-c", "-dr", "-f", file]), changed });
};

const UNRESOLVED = /^.*: could not resolve address '([^']*)', disabling server\.$/;

/** The fleet's names need not mean anything on the machine that asks: one note for all of them. */
const foldUnresolved = (opinion: Opinion): Opinion => {
  const lines = opinion.said.split("\n");
  const names = new Set(lines.flatMap((line) => UNRESOLVED.exec(line)?.[1] ?? []));
  if (names.size === 0) return opinion;
  const kept = lines.filter((line) => !UNRESOLVED.test(line)).join("\n");
  const told = kept.includes("[WARNING]") ? kept : kept.replace("Warnings were found.\n", "");
  const note = `${foldHosts([...names])} could not be resolved here, and ${names.size === 1 ? "was" : "were"} taken as down (haproxy -dr)`;
  return { ...opinion, said: told, changed: [...opinion.changed, note] };
};
