import { resolve } from "node:path";
import type { CompareOptions, Comparison, Side } from "../diff/comparison.js";
import { compareSides } from "../diff/comparison.js";
import { decide } from "../diff/decision.js";
import { differingLeaves } from "../diff/leaves.js";
import { writeWhole } from "../disk/write-whole.js";
import type { Commit } from "../project/commit.js";
import { mergeBase, openCommit } from "../project/commit.js";
import type { Project } from "../project/project.js";
import { environments, environmentsAmong, matchesAny } from "../project/project.js";
import type { Finding } from "../rules/finding.js";
import { Failure } from "../text/failure.js";
import { formatPlace } from "../yaml/place.js";
import { Unreadable } from "./environments.js";
import type { ComparisonFormat } from "./format-comparisons.js";
import { compareOptions, formatComparisons } from "./format-comparisons.js";
import type { NamedCommit } from "./operand.js";
import { readEnvironment, readFromCommit } from "./operand.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";

export interface ReviewFlags {
  readonly base: string;
  readonly env?: readonly string[];
  readonly format: ComparisonFormat;
  readonly output?: string;
  readonly set?: readonly string[];
  readonly today?: string;
  readonly storm?: string;
}

/** Compares what is there with the merge base, read through git's objects: nothing is checked out. */
export const reviewEnvironments = async (shell: Shell, options: ReviewFlags): Promise<ExitCode> => {
  const project = await shell.project();
  const commit = openCommit(project.dir, mergeBase(project.dir, options.base));
  const base = { ref: options.base, commit };
  const compare = compareOptions(shell, project, options.today);
  const comparisons = namesOnBothSides(project, commit, options.env).flatMap((name) =>
    touched(project, base, name, { sets: options.set ?? [], compare }),
  );
  const text = await formatComparisons(comparisons, options.format, shell, options.storm);
  if (options.output === undefined) shell.print(text);
  else writeWhole(resolve(project.dir, options.output), text);
  for (const comparison of comparisons) shell.say(`${comparison.environment}: ${decide(comparison).because}`);
  if (comparisons.length === 0) shell.say("no environment is affected");
  return comparisons.some((comparison) => decide(comparison).merge === "stop") ? EXIT.findings : EXIT.fine;
};

const namesOnBothSides = (
  project: Project,
  commit: Commit,
  wanted: readonly string[] | undefined,
): readonly string[] => {
  const old = environmentsAmong(commit.list(project.inventories), project.inventories);
  const all = [...new Set([...old, ...environments(project)])].sort();
  if (wanted === undefined) return all;
  const chosen = all.filter((name) => matchesAny(wanted, name));
  if (chosen.length === 0)
    throw new Failure(`no environment matches ${wanted.join(", ")}; there are ${all.join(", ")}`);
  return chosen;
};

/** One environment's comparison; none where neither its inventory nor what it renders has changed. */
const touched = (
  project: Project,
  base: NamedCommit,
  name: string,
  { sets, compare }: { readonly sets: readonly string[]; readonly compare: CompareOptions },
): readonly Comparison[] => {
  const before = sideOr(`${name} at ${base.ref}`, () => readFromCommit(project, base, name, sets));
  const after = sideOr(name, () => readEnvironment(project, name, sets));
  const comparison = compareSides(name, before, after, compare);
  const same = before.missing === after.missing && toldOf(before) === toldOf(after);
  if (comparison.patch !== "" || !same) return [comparison];
  if (before.fleet === undefined || after.fleet === undefined)
    return before.missing === undefined ? [comparison] : [];
  return differingLeaves(before.fleet.node, after.fleet.node).length > 0 ? [comparison] : [];
};

/** What stands in the way of a side, for a comparison with the other's. */
const toldOf = ({ problems = [] }: Side): string =>
  JSON.stringify(problems.map(({ rule, message, at }) => [rule, message, formatPlace(at)]));

/** A side that can't be read is empty, and says why: the review reports it rather than ends. */
const sideOr = (name: string, read: () => Side): Side => {
  try {
    return { ...read(), name };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const empty = { name, tree: new Map(), fleet: undefined };
    if (error instanceof Unreadable) {
      const { findings } = error.inTheWay;
      return { ...empty, missing: `can't be read: ${inShort(findings)}`, problems: findings };
    }
    const there = !/^there is no (?:environment|inventory) /.test(error.message);
    return { ...empty, missing: there ? `can't be read: ${error.message}` : "does not exist" };
  }
};

/** What is in the way of an inventory: the first of it, with its place, and how much else. */
const inShort = ([first, ...others]: readonly Finding[]): string => {
  if (first === undefined) return "nothing says why";
  const more = others.length === 0 ? "" : `; and ${others.length} more`;
  return `${first.message} (${formatPlace(first.at)})${more}`;
};
