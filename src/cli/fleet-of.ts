import type { Fleet } from "../fleet/fleet.js";
import type { Project } from "../project/project.js";
import { loadSelected } from "./environments.js";
import { unreadable } from "./unreadable.js";

/** The fleet of one environment; where it can't be read, a failure that lists everything in its way. */
export const fleetOf = (project: Project, environment: string, sets: readonly string[]): Fleet => {
  const [loaded] = loadSelected(project, [environment], [], sets);
  if (loaded?.ok) return loaded.fleet;
  const { findings, sources } = loaded ?? { findings: [], sources: new Map<string, string>() };
  throw unreadable(environment, { environments: [environment], findings, sources });
};
