import { realpathSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { CompareOptions, Comparison, Side } from "../diff/comparison.js";
import { compareSides } from "../diff/comparison.js";
import { decide } from "../diff/decision.js";
import { differingLeaves } from "../diff/leaves.js";
import { isFolder } from "../disk/folders.js";
import { liesBelow, readBelow } from "../disk/read-text.js";
import { writeWhole } from "../disk/write-whole.js";
import type { Commit } from "../project/commit.js";
import { mergeBase, openCommit, topOf } from "../project/commit.js";
import { GitFailure } from "../project/git.js";
import type { Project } from "../project/project.js";
import { environments, environmentsAmong, matchesAny, relativeTo } from "../project/project.js";
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
  const opened = await shell.project();
  const commit = openCommit(opened.dir, mergeBase(opened.dir, options.base));
  const project = confined(opened);
  const base = { ref: options.base, commit };
  const compare = compareOptions(shell, project, options.today);
  const comparisons = namesOnBothSides(project, commit, options.env).flatMap((name) =>
    touched({ shell, project, base, sets: options.set ?? [], compare }, name),
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

/** What is reviewed may be a stranger's, and its values stand in a comment: what it names is in its repository. */
const confined = (project: Project): Project => {
  const { dir, templates } = project;
  const top = topOf(dir);
  // What --templates names elsewhere is the user's own.
  const own = !isAbsolute(relativeTo(dir, templates)) && isFolder(templates);
  if (own && !liesBelow(realpathSync(templates), realpathSync(top)))
    throw new Failure(`${templates} is a symbolic link out of the repository: put the folder itself there`);
  return { ...project, read: readBelow(top, project.read, (file) => resolve(dir, file)) };
};

interface Reviewing {
  readonly shell: Shell;
  readonly project: Project;
  readonly base: NamedCommit;
  readonly sets: readonly string[];
  readonly compare: CompareOptions;
}

/** One environment's comparison; none where neither its inventory nor what it renders has changed. */
const touched = ({ shell, project, base, sets, compare }: Reviewing, name: string): readonly Comparison[] => {
  const before = sideOr(shell, `${name} at ${base.ref}`, () => readFromCommit(project, base, name, sets));
  const after = sideOr(shell, name, () => readEnvironment(project, name, sets));
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
const sideOr = (shell: Shell, name: string, read: () => Side): Side => {
  try {
    return { ...read(), name };
  } catch (error) {
    if (!(error instanceof Failure) || error instanceof GitFailure) throw error;
    const empty = { name, tree: new Map(), fleet: undefined };
    if (/^there is no (?:environment|inventory) /.test(error.message))
      return { ...empty, missing: "does not exist" };
    shell.fail(error);
    if (!(error instanceof Unreadable)) return { ...empty, missing: `can't be read: ${error.message}` };
    const { findings } = error.inTheWay;
    return { ...empty, missing: `can't be read: ${inShort(findings)}`, problems: findings };
  }
};

/** What is in the way of an inventory: the first of it, with its place, and how much else. */
const inShort = ([first, ...others]: readonly Finding[]): string => {
  if (first === undefined) return "nothing says why";
  const more = others.length === 0 ? "" : `; and ${others.length} more`;
  return `${first.message} (${formatPlace(first.at)})${more}`;
};
