import type { Targets } from "../extend/targets.js";
import type { Fleet } from "../fleet/fleet.js";
import { resolveFleet } from "../fleet/resolve.js";
import { loadTree } from "../inventory/load.js";
import type { ReadFile } from "../inventory/read-file.js";
import type { Finding } from "../rules/finding.js";
import type { Problem } from "../yaml/problem.js";
import { withOwn } from "./built-in.js";

export interface LoadOptions {
  /** The name that findings give the environment; without one, the file's. */
  readonly environment?: string;
  readonly read: ReadFile;
  /** `path=value` overrides, in order. */
  readonly sets?: readonly string[];
  /** Modules and runtimes beyond the built-in ones, for the sections that they add. */
  readonly modules?: Targets["modules"];
  readonly runtimes?: Targets["runtimes"];
  /** In the place of the built-in ones and those two, all that there are. */
  readonly targets?: Targets;
}

/** A fleet, or every finding in its way; with the text of all files that were read. */
export type Loaded = { readonly environment: string; readonly sources: ReadonlyMap<string, string> } & (
  | { readonly ok: true; readonly fleet: Fleet }
  | { readonly ok: false; readonly findings: readonly Finding[] }
);

/** Reads an inventory and all that it extends. Whatever is wrong comes back as findings, each at its place. */
export const loadInventory = (file: string, options: LoadOptions): Loaded => {
  const environment = options.environment ?? nameOf(file);
  const tree = loadTree(file, options.read, options.sets);
  const resolved = resolveFleet(environment, tree, options.targets ?? withOwn(options));
  const common = { environment, sources: tree.sources };
  if (resolved.ok) return { ...common, ok: true, fleet: resolved.fleet };
  return { ...common, ok: false, findings: resolved.problems.map((found) => toFinding(environment, found)) };
};

const nameOf = (file: string): string => (file.split("/").at(-1) ?? file).replace(/\.(?:ya?ml|json)$/, "");

const toFinding = (environment: string, { rule, message, fix, why, at }: Problem): Finding => ({
  rule,
  severity: "error",
  environment,
  subject: at.path === "" ? at.file : at.path,
  message,
  at,
  figures: {},
  why,
  fix,
  hosts: [],
  claims: null,
  waived: null,
});
