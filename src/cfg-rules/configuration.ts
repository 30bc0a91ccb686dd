import type { CfgProblem } from "../haproxy/cfg/problem.js";
import { readCfg } from "../haproxy/cfg/read.js";
import type { Section } from "../haproxy/cfg/sections.js";
import { readSections } from "../haproxy/cfg/sections.js";

/** What one HAProxy reads: its files in the order of its `-f`. */
export interface Configuration {
  readonly sections: readonly Section[];
  readonly problems: readonly (CfgProblem & { readonly file: string })[];
}

export const readConfiguration = (
  files: readonly { readonly name: string; readonly text: string }[],
): Configuration => {
  const sections: Section[] = [];
  const problems: Configuration["problems"][number][] = [];
  for (const { name, text } of files) {
    const cfg = readCfg(text, name);
    const read = readSections(cfg, sections);
    for (const section of read.sections) sections.push(section);
    const found = [...cfg.problems, ...read.problems].sort((one, other) => one.line - other.line);
    for (const problem of found) problems.push({ ...problem, file: name });
  }
  return { sections, problems };
};
