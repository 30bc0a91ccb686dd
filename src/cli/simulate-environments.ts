import type { Project } from "../project/project.js";
import { onlyEnvironment, selectEnvironments } from "../project/project.js";
import type { Case } from "../simulate/case.js";
import { mergeCases } from "../simulate/case.js";
import type { Ran } from "../simulate/figures/ran.js";
import type { Shard } from "../simulate/shard.js";
import { parseShard, runsOf } from "../simulate/shard.js";
import { DEFAULT_RUNS, DEFAULT_SEED, prepare } from "../simulate/simulate.js";
import type { Sweep } from "../simulate/sweep.js";
import { parseSweep } from "../simulate/sweep.js";
import { Failure } from "../text/failure.js";
import { checkRuns, checkSeed } from "./check-options.js";
import { fleetOf } from "./environments.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";
import type { SimulationFormat } from "./simulate-format.js";
import { formatSimulation } from "./simulate-format.js";
import { formatParts, readParts } from "./simulate-parts.js";
import type { StormRunner } from "./storm-runner.js";
import { withRunner } from "./with-runner.js";

export interface SimulateFlags {
  readonly env?: readonly string[];
  readonly storm?: string;
  readonly compare?: string;
  readonly runs?: string;
  readonly seed?: string;
  readonly jobs?: string;
  readonly set?: readonly string[];
  readonly sweep?: string;
  readonly shard?: string;
  readonly merge?: readonly string[];
  readonly format: SimulationFormat;
}

export const simulateEnvironments = async (shell: Shell, options: SimulateFlags): Promise<ExitCode> => {
  const project = await shell.project();
  const sweep = readSweep(options.sweep);
  const shard = readShard(options.shard);
  const cases = options.merge
    ? merged(shell, project, options.merge)
    : await withRunner(
        shell,
        { jobs: options.jobs, total: "exact", runtimes: project.targets.runtimes },
        (runner) => simulated(project, options, { sweep, shard: shard ?? { index: 0, count: 1 } }, runner),
      );
  shell.print(
    shard === undefined
      ? formatSimulation(cases, options.format, {
          compared: options.compare !== undefined || options.merge !== undefined,
          path: sweep?.path,
          text: { color: shell.color("stdout"), columns: shell.columns },
        })
      : formatParts(cases),
  );
  return EXIT.fine;
};

const merged = (shell: Shell, project: Project, files: readonly string[]): readonly Case[] => {
  const result = mergeCases(files.flatMap((file) => readParts(project, file)));
  if (!result.ok) throw new Failure(`can't merge these files: ${result.reason}`);
  for (const { subject, value, runs, of } of result.cases) {
    if (runs.length >= of) continue;
    const name = value === null ? subject.environment : `${subject.environment}, ${value}`;
    shell.warn(
      `mmconf: ${name}: ${runs.length} of ${of} runs are in these files; the rest are in other parts`,
    );
  }
  return result.cases;
};

const simulated = async (
  project: Project,
  options: SimulateFlags,
  { sweep, shard }: { readonly sweep: Sweep | undefined; readonly shard: Shard },
  runner: StormRunner,
): Promise<readonly Case[]> => {
  const runs = checkRuns(options.runs) ?? DEFAULT_RUNS;
  const seed = checkSeed(options.seed) ?? DEFAULT_SEED;
  const wanted = wantedEnvironments(project, options)
    .flatMap((environment) => (sweep?.values ?? [null]).map((value) => ({ environment, value })))
    .map((one, number) => ({ ...one, runs: runsOf(shard, number, runs) }))
    .filter((one) => one.runs.length > 0);
  runner.expect(wanted.reduce((sum, one) => sum + one.runs.length, 0));
  const begun: (Pick<Case, "subject" | "value"> & { readonly ran: Promise<Ran> })[] = [];
  for (const { environment, value, runs: mine } of wanted) {
    const sets = [...(options.set ?? []), ...(value === null ? [] : [`${sweep?.path}=${value}`])];
    const prepared = prepare(
      fleetOf(project, environment, sets),
      { storm: options.storm, seed },
      runner.runtimes,
    );
    if (!prepared.ok) throw new Failure(`can't simulate: ${prepared.reason}`);
    const { plan, subject } = prepared;
    begun.push({ subject, value, ran: runner.run({ plan, seed, runs: mine }) });
    await runner.room();
  }
  return await Promise.all(
    begun.map(async ({ subject, value, ran }): Promise<Case> => {
      const { runs: mine, sums } = await ran;
      return { subject, value, of: runs, runs: mine, sums };
    }),
  );
};

const wantedEnvironments = (project: Project, { env, compare, sweep }: SimulateFlags): readonly string[] => {
  const first = env === undefined ? [onlyEnvironment(project)] : selectEnvironments(project, env);
  if (compare === undefined) return first;
  if (sweep !== undefined)
    throw new Failure("--compare and --sweep can't be combined: name both environments with --env");
  const all = [...first, ...selectEnvironments(project, [compare])];
  if (all.length !== 2)
    throw new Failure(`--compare takes two environments, not ${all.length}: ${all.join(", ")}`);
  return all;
};

const readSweep = (text: string | undefined): Sweep | undefined => {
  if (text === undefined) return undefined;
  const parsed = parseSweep(text);
  if (!parsed.ok) throw new Failure(`--sweep: ${parsed.reason}`);
  return parsed.sweep;
};

const readShard = (text: string | undefined): Shard | undefined => {
  if (text === undefined) return undefined;
  const shard = parseShard(text);
  if (shard === undefined) throw new Failure(`--shard ${text} is not valid: write 1/4 to 4/4 for four parts`);
  return shard;
};
