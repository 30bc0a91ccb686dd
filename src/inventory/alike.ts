import type * as z from "zod";
import type { MapNode, Node } from "./node.js";
import type { Shaped } from "./shape.js";
import { readShape } from "./shape.js";

/** The sections that hold a map for each host. */
const HOST_SECTIONS = ["proxies", "app_servers", "backups"] as const;

/**
 * Reads an inventory as `schema` says, each host that is written like another one only once: of 100,000 hosts there
 * are a handful of kinds. Hosts that are alike share what is read.
 */
export const readInventory = <S extends z.ZodType>(schema: S, root: MapNode): Shaped<z.output<S>> => {
  const entries = new Map(root.entries);
  const sampleOf = new Map<string, ReadonlyMap<string, string>>();
  for (const section of HOST_SECTIONS) {
    const hosts = root.entries.get(section);
    if (hosts?.kind !== "map") continue;
    const samples = samplesOf(hosts);
    sampleOf.set(section, samples);
    const kinds = [...hosts.entries].filter(([host]) => samples.get(host) === host);
    entries.set(section, { ...hosts, entries: new Map(kinds) });
  }
  const shaped = readShape(schema, { ...root, entries });
  // What is wrong is wrong at each place where it stands.
  if (!shaped.ok) return readShape(schema, root);
  const value = { ...(shaped.value as Record<string, Record<string, unknown>>) };
  for (const [section, samples] of sampleOf) {
    const read = value[section] ?? {};
    value[section] = Object.fromEntries([...samples].map(([host, sample]) => [host, read[sample]]));
  }
  return { ok: true, value: value as z.output<S> };
};

/** For each host the first one that is written as it is. */
const samplesOf = (hosts: MapNode): ReadonlyMap<string, string> => {
  const byNode = new Map<Node, string>();
  const byText = new Map<string, string>();
  const samples = new Map<string, string>();
  for (const [host, node] of hosts.entries) {
    let sample = byNode.get(node);
    if (sample === undefined) {
      const text = spell(node);
      sample = byText.get(text) ?? host;
      byText.set(text, sample);
      byNode.set(node, sample);
    }
    samples.set(host, sample);
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
