import type { ServerLine } from "../../fleet/fleet.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everyListener } from "../../fleet/listeners.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const duplicateAddress = defineRule({
  slug: "hygiene/duplicate-address",
  severity: "error",
  title: "No two servers of a listener share an address.",
  why: "Two server lines with the same address and port are one host: it gets the requests of both, each up to its maxconn, with the slots of one. When it fails, both fail.",
  how: "address and port of the server lines of each listener.",
  fix: "Correct the address of one of them, or remove one.",
  source: ["HAProxy configuration manual 5.2 maxconn"],
  run: (fleet) => everyListener(fleet).flatMap(judge),
});

const judge = ({ listener }: PlacedListener): RuleResult[] => {
  if (listener.lines.length === 0) return [];
  const owners = new Map<string, ServerLine>();
  const faults = listener.lines.flatMap((line): RuleResult[] => {
    const { server, settings } = line;
    const address = `${server.address.toLowerCase()}:${settings.port ?? ""}`;
    const owner = owners.get(address);
    owners.set(address, owner ?? line);
    if (owner === undefined) return [];
    return [
      fault({
        subject: server.name,
        hosts: [owner.server.name, server.name],
        at: originOf(server.node, "address"),
        message: `${server.name} and ${owner.server.name} have the same address in ${listener.name}: ${server.address}`,
        why: `both point to ${address.replace(/:$/, "")}; maxconn and health checks count twice on one host`,
        fix: `another address for ${server.name}, or remove one of the two hosts`,
        figures: { address: server.address },
      }),
    ];
  });
  return faults.length === 0 ? [pass] : faults;
};
