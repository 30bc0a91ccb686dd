import type { Project } from "../project/project.js";
import { isDay } from "../schema/text-field.js";
import { Failure } from "../text/failure.js";
import { nearest } from "../text/nearest.js";

/** A day given on the command line. */
export const checkToday = (today: string | undefined): string | undefined => {
  if (today === undefined) return undefined;
  if (!isDay(today)) throw new Failure(`--today ${today} is not a date: write it as 2026-05-11`);
  return today;
};

/** Slugs given on the command line, each of a rule that there is. */
export const checkOnly = (project: Project, only: readonly string[]): readonly string[] => {
  const slugs = project.rules.map((rule) => rule.slug);
  for (const slug of only) {
    if (slugs.includes(slug)) continue;
    const close = nearest(slug, slugs);
    throw new Failure(
      `there is no rule ${slug}: ${close ? `did you mean ${close}?` : "mmconf explain lists all rules"}`,
    );
  }
  return only;
};

/** A whole number given on the command line. */
export const checkWhole = (
  option: string,
  text: string | undefined,
  least: number,
  most: number,
): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new Failure(`${option} ${text} is not a whole number from ${least} to ${most}`);
  return value;
};

const MAX_RUNS = 100_000;

/** How often a storm is to be played. */
export const checkRuns = (runs: string | undefined): number | undefined =>
  checkWhole("--runs", runs, 1, MAX_RUNS);

/** What its random numbers begin with. */
export const checkSeed = (seed: string | undefined): number | undefined =>
  checkWhole("--seed", seed, 0, Number.MAX_SAFE_INTEGER);

/** A storm to draw, which only HTML can. */
export const checkStorm = (storm: string | undefined, format: string): void => {
  if (storm !== undefined && format !== "html")
    throw new Failure("--storm draws curves and needs --format html");
};
