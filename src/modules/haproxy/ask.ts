import type { Ask, Machine, Verification } from "../../render/ask.js";
import { withoutUnknownUsers } from "../../render/ask.js";
import { foldHosts } from "../../text/fold-hosts.js";

const PLACES = ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy"];

/**
 * haproxy -dr goes on without the names that it can't resolve. What another branch accepts is not verified: keywords come,
 * go and change their meaning between them.
 */
export const askHaproxy: Ask = (file, machine, versions = []) => {
  const changed = withoutUnknownUsers(file, machine);
  const here = versionHere(machine);
  const asked = machine.run("haproxy", PLACES, ["-c", "-dr", "-f", file]);
  const verification = foldUnresolved({ ...asked, changed });
  if (verification.outcome === "absent") return verification;
  const others = versions.filter((version) => version !== here?.branch);
  if (others.length === 0) return verification;
  const name = here === undefined ? "a HAProxy that does not tell its version" : `HAProxy ${here.text}`;
  const differs = `the inventory says haproxy.version ${others.join(" and ")}, and here is ${name}`;
  return verification.outcome === "accepted"
    ? { ...verification, outcome: "absent", said: `${differs}, which accepts it` }
    : { ...verification, changed: [...verification.changed, differs] };
};

const versionHere = (machine: Machine): { readonly text: string; readonly branch: string } | undefined => {
  const { said } = machine.run("haproxy", PLACES, ["-v"]);
  const [, text, branch] = /^HA-?Proxy version ((\d+\.\d+)(?:\.\d+)?)/m.exec(said) ?? [];
  return text === undefined || branch === undefined ? undefined : { text, branch };
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
