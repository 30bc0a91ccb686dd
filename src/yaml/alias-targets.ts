import type { Alias, Node as YamlNode } from "yaml";
import type { yamlPackage } from "../text/on-demand.js";

/** What each alias of a file stands for: the last value before it that has its anchor. */
export type AliasTargets = ReadonlyMap<Alias, YamlNode | undefined>;

/**
 * Finds them in one walk, in the order of the file: the package's own `resolve` walks the whole file for each alias.
 * What lies deeper than `most` is not looked at.
 */
export const aliasTargets = (
  yaml: ReturnType<typeof yamlPackage>,
  root: YamlNode,
  most: number,
): AliasTargets => {
  const targets = new Map<Alias, YamlNode | undefined>();
  const anchored = new Map<string, YamlNode>();
  const walk = (node: YamlNode | null, depth: number): void => {
    if (node === null || depth > most) return;
    if (yaml.isAlias(node)) {
      targets.set(node, anchored.get(node.source));
      return;
    }
    if ("anchor" in node && typeof node.anchor === "string") anchored.set(node.anchor, node);
    if (yaml.isSeq<YamlNode>(node)) for (const item of node.items) walk(item, depth + 1);
    if (yaml.isMap<YamlNode, YamlNode | null>(node))
      for (const { key, value } of node.items) {
        walk(key, depth + 1);
        walk(value, depth + 1);
      }
  };
  walk(root, 0);
  return targets;
};
