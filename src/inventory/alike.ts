import type { $ZodType, output } from "zod/v4/core";
import type { MapNode, Node } from "./node.js";
import type { Shaped } from "./shape.js";
import { readShape } from "./shape.js";

/** The sections that hold a map for each host. */
const HOST_SECTIONS = ["proxies", "app_servers", "backups"] as const;

/**
 * Reads an inventory as `schema` says, each host that is written like another one only once: of 100,000 hosts there
 * are a handful of kinds. Hosts that are alike share what is read.
 */
export const readInventory = <S extends $ZodType>(schema: S, root: MapNode): Shaped<output<S>> => {
  const entries = new Map(root.entries);
  const sampleOf = new Map<string, ReadonlyMap<string, string>>();
  for (const section of HOST_SECTIONS) {
    const hosts = root.entries.get(section);
    if (hosts?.kind !== "map") continue;
    const samples = samplesOf(hosts);
    sampleOf.set(section, samples);
    const kinds = new Map<string, Node>();
    for (const sample of new Set(samples.values())) kinds.set(sample, hosts.entries.get(sample) ?? hosts);
    entries.set(section, { ...hosts, entries: kinds });
  }
  const shaped = readShape(schema, { ...root, entries });
  // What is wrong is wrong at each place where it stands.
  if (!shaped.ok) return readShape(schema, root);
  const value = { ...(shaped.value as Record<string, Record<string, unknown>>) };
  for (const [section, samples] of sampleOf) {
    const read = value[section] ?? {};
    const all: Record<string, unknown> = {};
    for (const [host, sample] of samples) all[host] = read[sample];
    value[section] = all;
  }
  return { ok: true, value: value as output<S> };
};

/** For each host the first one that is written as it is. */
const samplesOf = (hosts: MapNode): ReadonlyMap<string, string> => {
  const byText = new Map<string, string>();
  const samples = new Map<string, string>();
  let last: { readonly node: Node; readonly sample: string } | undefined; // the hosts of a range have one node
  for (const [host, node] of hosts.entries) {
    if (last?.node !== node) {
      const text = spell(node);
      const sample = byText.get(text) ?? host;
      byText.set(text, sample);
      last = { node, sample };
    }
    samples.set(host, last.sample);
  }
  return samples;
};

/** A text that is equal for equal values, wherever they stand. */
export const spell = (node: Node): string => {
  if (node.kind === "scalar") {
    const { value } = node;
    return typeof value === "string" ? `"${value.length} ${value}` : `${value};`;
  }
  if (node.kind === "list") return `[${node.items.map(spell).join("")}]`;
  let text = "{";
  for (const [key, child] of node.entries) text += `${key.length} ${key}${spell(child)}`;
  return `${text}}`;
};
