import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { readText } from "../disk/read-text.js";
import { templatesFrom } from "../disk/templates.js";
import { everyTarget } from "../extend/targets.js";
import type { Project } from "../project/project.js";
import { environments, selectEnvironment, toPosix } from "../project/project.js";
import { traceFleet } from "../render/render.js";
import { formatWhy } from "../report/findings/why.js";
import { Failure } from "../text/failure.js";
import { VERSION } from "../text/version.js";
import { loadSelected } from "./environments.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";

interface WhyFlags {
  readonly env?: string;
  readonly set?: readonly string[];
}

/** Renders once more with every value traced, and explains one line. */
export const explainLine = async (shell: Shell, target: string, options: WhyFlags): Promise<ExitCode> => {
  const project = await shell.project();
  const { environment, path, line } = readTarget(project, target, options.env);
  const [loaded] = loadSelected(project, [environment], [], options.set ?? []);
  if (!loaded?.ok)
    throw new Failure(`${environment} can't be read: mmconf validate --env ${environment} says why`);
  const { result, sourcesOf } = traceFleet(
    loaded.fleet,
    everyTarget(project.targets),
    templatesFrom(project.templates),
    VERSION,
  );
  if (!result.ok) throw new Failure(`can't render ${environment}: ${result.reason}`);

  const { artefacts } = result.rendered;
  const artefact =
    artefacts.find((one) => one.path === path) ?? artefacts.find((one) => one.path.endsWith(`/${path}`));
  if (artefact === undefined) {
    throw new Failure(
      `${environment} renders no file ${path}; it renders ${artefacts.map((one) => one.path).join(", ")}`,
    );
  }
  const sources = sourcesOf(artefact);
  if (sources === undefined)
    throw new Failure(`${artefact.path} is not rendered from a single template: its lines can't be traced`);
  const source = sources[line - 1];
  const text = artefact.content.split("\n")[line - 1];
  if (source === undefined || text === undefined)
    throw new Failure(`${artefact.path} has ${sources.length} lines: there is no line ${line}`);

  warnWhereStale(shell, join(project.out, environment, artefact.path), line, text);
  shell.print(
    formatWhy({ path: artefact.path, line, text, source }, loaded.sources, {
      color: shell.color("stdout"),
      columns: shell.columns,
    }),
  );
  return EXIT.fine;
};

const readTarget = (project: Project, target: string, env: string | undefined) => {
  const match = /^(.+):(\d{1,9})(?::\d+)?$/.exec(target);
  const file = match?.[1];
  if (file === undefined || Number(match?.[2]) === 0) {
    throw new Failure(
      `${target} is not a file and a line: write out/prod/modules/haproxy/files/haproxy.cfg:38`,
    );
  }
  const line = Number(match?.[2]);
  if (env !== undefined) return { environment: selectEnvironment(project, env), path: toPosix(file), line };
  const inside = toPosix(relative(project.out, resolve(project.dir, file)));
  const [environment = "", ...rest] = (inside.startsWith("..") ? toPosix(file) : inside).split("/");
  if (!environments(project).includes(environment) || rest.length === 0) {
    throw new Failure(
      `${file} is not below ${relative(project.dir, project.out)}/ENVIRONMENT: name the environment with --env`,
    );
  }
  return { environment, path: rest.join("/"), line };
};

/** The line explained is the one that is rendered now. */
const warnWhereStale = (shell: Shell, file: string, line: number, text: string): void => {
  if (!existsSync(file)) return;
  const read = readText(file);
  const there = read.ok ? read.text.split("\n")[line - 1] : undefined;
  if (there !== text)
    shell.warn(
      `mmconf: ${relative(process.cwd(), file)} is out of date: line ${line} there is ${JSON.stringify(there ?? "")}`,
    );
};
