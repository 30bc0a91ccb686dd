import type { Fleet } from "../fleet/fleet.js";
import { Failure } from "../project/failure.js";
import type { Project } from "../project/project.js";
import { formatText } from "../report/text.js";
import { loadSelected } from "./environments.js";

/** The fleet of one environment; where it can't be read, a failure that tells of everything in its way. */
export const fleetOf = (project: Project, environment: string, sets: readonly string[]): Fleet => {
  const [loaded] = loadSelected(project, [environment], [], sets);
  if (loaded?.ok) return loaded.fleet;
  const { findings, sources } = loaded ?? { findings: [], sources: new Map<string, string>() };
  const report = formatText(
    { environments: [environment], findings, sources, rules: [] },
    { color: false, columns: 100 },
  );
  throw new Failure(`${environment} can't be read`, report);
};
