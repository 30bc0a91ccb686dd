import { resolve } from "node:path";
import type { CompareOptions, Comparison, Side } from "../diff/comparison.js";
import { compareSides, decide } from "../diff/comparison.js";
import { differingLeaves } from "../diff/leaves.js";
import type { Commit } from "../project/commit.js";
import { mergeBase, openCommit } from "../project/commit.js";
import { GitFailure } from "../project/git.js";
import type { Project } from "../project/project.js";
import { environments, environmentsAmong, matchesAny } from "../project/project.js";
import { writeWhole } from "../project/write-whole.js";
import { Failure } from "../text/failure.js";
import type { ComparisonFormat } from "./format-comparisons.js";
import { compareOptions, formatComparisons } from "./format-comparisons.js";
import { readEnvironment, readFromCommit } from "./operand.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";

export interface ReviewOptions {
  readonly base: string;
  readonly env?: readonly string[];
  readonly format: ComparisonFormat;
  readonly output?: string;
  readonly set?: readonly string[];
  readonly today?: string;
  readonly storm?: string;
}

/** Compares what is there with the merge base, read through git's objects: nothing is checked out. */
export const reviewEnvironments = async (shell: Shell, options: ReviewOptions): Promise<ExitCode> => {
  const project = await shell.project();
  const commit = openCommit(project.dir, mergeBase(project.dir, options.base));
  const compare = compareOptions(shell, project, options.today);
  const comparisons = namesOnBothSides(project, commit, options.env).flatMap((name) =>
    touched(project, commit, name, options, compare),
  );
  const text = await formatComparisons(comparisons, options.format, shell, options.storm);
  if (options.output === undefined) shell.print(text);
  else writeWhole(resolve(project.dir, options.output), text);
  for (const comparison of comparisons) shell.say(`${comparison.environment}: ${decide(comparison).because}`);
  if (comparisons.length === 0) shell.say("no environment was touched");
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
    throw new Failure(`no environment fits ${wanted.join(", ")}: there are ${all.join(", ")}`);
  return chosen;
};

/** One environment's comparison; none where neither its inventory nor what it renders has changed. */
const touched = (
  project: Project,
  commit: Commit,
  name: string,
  options: ReviewOptions,
  compare: CompareOptions,
): readonly Comparison[] => {
  const sets = options.set ?? [];
  const before = sideOr(`${name} at ${options.base}`, () =>
    readFromCommit(project, commit, options.base, name, sets),
  );
  const after = sideOr(name, () => readEnvironment(project, name, sets));
  const comparison = compareSides(name, before, after, compare);
  if (comparison.patch !== "" || before.missing !== after.missing) return [comparison];
  if (before.fleet === undefined || after.fleet === undefined)
    return before.missing === undefined ? [comparison] : [];
  return differingLeaves(before.fleet.node, after.fleet.node).length > 0 ? [comparison] : [];
};

/** A side that can't be read is empty, and says why: the review tells of it rather than ends. */
const sideOr = (name: string, read: () => Side): Side => {
  try {
    return { ...read(), name };
  } catch (error) {
    if (!(error instanceof Failure) || error instanceof GitFailure) throw error;
    const there = !/^there is no (?:environment|inventory) /.test(error.message);
    return {
      name,
      tree: new Map(),
      fleet: undefined,
      missing: there ? "can't be read: mmconf validate tells why" : "is not there",
    };
  }
};
