import { existsSync, realpathSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { differingLeaves } from "../diff/leaves.js";
import { readText } from "../disk/read-text.js";
import { writeWhole } from "../disk/write-whole.js";
import type { Fleet } from "../fleet/fleet.js";
import { setPaths } from "../inventory/set.js";
import type { Move, MoveValue } from "../moves/move.js";
import type { Project } from "../project/project.js";
import { inventoryFile, onlyEnvironment, selectEnvironment, toPosix } from "../project/project.js";
import { tuningToJson } from "../report/storm/tune-json.js";
import { formatTuning } from "../report/storm/tune-text.js";
import { validate } from "../rules/validate.js";
import { counted } from "../text/counted.js";
import { Failure } from "../text/failure.js";
import { jsonText } from "../text/json-text.js";
import { formatTuned, TUNED_BY } from "../tune/text.js";
import type { Tuning } from "../tune/tune.js";
import { tune } from "../tune/tune.js";
import { nodeAt, toPlain } from "../yaml/node.js";
import { checkRuns, checkSeed, checkToday } from "./check-options.js";
import { fleetOf, loadSelected } from "./environments.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";
import { withRunner } from "./with-runner.js";

export interface TuneFlags {
  readonly env?: string;
  readonly storm?: string;
  readonly write?: string;
  readonly force?: boolean;
  readonly runs?: string;
  readonly seed?: string;
  readonly jobs?: string;
  readonly set?: readonly string[];
  readonly today?: string;
  readonly format: "text" | "json";
}

export const tuneEnvironment = async (shell: Shell, options: TuneFlags): Promise<ExitCode> => {
  const project = await shell.project();
  const environment =
    options.env === undefined ? onlyEnvironment(project) : selectEnvironment(project, options.env);
  const today = checkToday(options.today) ?? shell.today();
  const runs = checkRuns(options.runs);
  const seed = checkSeed(options.seed);
  const target = options.write === undefined ? undefined : resolve(project.dir, options.write);
  if (target !== undefined) checkTarget(project, environment, target, options.force === true);
  const sets = options.set ?? [];
  const plain = fleetOf(project, environment, []);
  const fleet = sets.length === 0 ? plain : fleetOf(project, environment, sets);
  const pins = setPaths(plain.node, sets);
  const { targets } = project;
  const judge = (other: Fleet) => validate(other, { today, rules: project.rules }).findings;
  const tuned = await withRunner(
    shell,
    { jobs: options.jobs, total: "about", runtimes: targets.runtimes },
    (runner) => tune(fleet, { storm: options.storm, runs, seed, targets, pins, runner, judge }),
  );
  if (!tuned.ok) throw new Failure(`can't tune ${environment}: ${tuned.reason}`);
  const { tuning } = tuned;
  shell.print(
    options.format === "json"
      ? jsonText(tuningToJson(tuning))
      : formatTuning(tuning, { color: shell.color("stdout"), columns: shell.columns }),
  );
  const fine = tuning.missing === undefined && tuning.remaining.length === 0;
  if (target !== undefined) {
    const base = resolve(project.dir, inventoryFile(project, environment));
    write(shell, target, tuning, { base, given: givenMoves(plain, fleet) });
  }
  return fine ? EXIT.fine : EXIT.findings;
};

/** Refused before any work is done: what is not YAML, what the proposal extends, and what tune did not write. */
const checkTarget = (project: Project, environment: string, target: string, force: boolean): void => {
  if (!/\.ya?ml$/.test(target))
    throw new Failure(`${target} is not an inventory: name a file that ends in .yaml`);
  const [loaded] = loadSelected(project, [environment], [], []);
  const under = [...(loaded?.sources.keys() ?? [])].map((file) => realpathSync(resolve(project.dir, file)));
  const there = existsSync(target);
  if (there && under.includes(realpathSync(target)))
    throw new Failure(`${target} is the inventory that the proposal extends: name another file`);
  if (!there || force) return;
  const read = readText(target);
  if (read.ok && read.text.includes(TUNED_BY)) return;
  throw new Failure(`${target} was not written by mmconf tune: name another file, or add --force`);
};

const write = (
  shell: Shell,
  target: string,
  tuning: Tuning,
  { base, given }: { readonly base: string; readonly given: readonly Move[] },
): void => {
  const error = tuning.remaining.find(({ severity }) => severity === "error");
  if (!tuning.served || error !== undefined) {
    const reason = tuning.served ? `the proposal has an error, ${error?.rule}` : "no values serve the storm";
    shell.warn(`nothing was written: ${reason}`);
    return;
  }
  const path = toPosix(relative(dirname(target), base));
  const { storm, runs, seed } = tuning.after;
  const about = `${storm}, ${counted(runs, "run")}, seed ${seed}. To edit it, change this first line too: tune overwrites its own files.`;
  writeWhole(target, formatTuned(path, about, [...given, ...tuning.moves]));
  shell.say(`wrote ${target}`);
};

/** What --set has changed is part of what was tuned, and so of what is written. */
const givenMoves = (plain: Fleet, given: Fleet): readonly Move[] => {
  const leaves = differingLeaves(plain.node, given.node);
  const moves = leaves.map(({ path, before, after }): Move => {
    const because = "given with --set";
    if (after !== undefined)
      return { path, value: toPlain(after) as MoveValue, before: before && toPlain(before), because };
    // What is gone is gone from the highest place that is not there any more.
    const depth = path.findIndex((_, at) => nodeAt(given.node, ...path.slice(0, at + 1)) === undefined);
    return { path: path.slice(0, depth + 1), value: null, before: undefined, because };
  });
  return [...new Map(moves.map((move) => [JSON.stringify(move.path), move])).values()];
};
