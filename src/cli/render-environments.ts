import { join, relative } from "node:path";
import type { Loaded } from "../api/load.js";
import { templatesFrom } from "../disk/templates.js";
import type { OutFolder } from "../disk/write-tree.js";
import { checkTarget, lookAtTree, writeTree } from "../disk/write-tree.js";
import { everyTarget } from "../extend/targets.js";
import type { Fleet } from "../fleet/fleet.js";
import type { Project } from "../project/project.js";
import { onlyEnvironment } from "../project/project.js";
import type { Rendered, RenderResult, Renders } from "../render/render.js";
import { annotate, renderedFiles, renderFleet, rendering, traceFleet } from "../render/render.js";
import type { Templates } from "../render/template.js";
import { formatText } from "../report/findings/text.js";
import { counted } from "../text/counted.js";
import { Failure } from "../text/failure.js";
import { VERSION } from "../text/version.js";
import { checkToday } from "./check-options.js";
import { loadSelected } from "./environments.js";
import { reportOf } from "./report-of.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT, exitFor } from "./shell.js";

export interface RenderFlags {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly all?: boolean;
  readonly check?: boolean;
  readonly stdout?: string | boolean;
  readonly today?: string;
  readonly annotate?: boolean;
  readonly watch?: boolean;
}

/** Validates first, and writes only if there is no error; all environments, or none. */
export const renderEnvironments = async (shell: Shell, options: RenderFlags): Promise<ExitCode> => {
  const project = await shell.project();
  const wanted = options.all ? [] : (options.env ?? [onlyEnvironment(project, ", or --all")]);
  const loaded = loadSelected(project, wanted, [], options.set ?? []);
  const report = reportOf(project, loaded, checkToday(options.today) ?? shell.today());
  const code = loaded.some((environment) => !environment.ok)
    ? EXIT.failure
    : exitFor(report.findings, "error");
  if (code !== EXIT.fine) {
    shell.report(
      formatText(report, { color: shell.color("stderr"), columns: shell.columns, listed: "error" }),
    );
  }
  if (options.stdout !== undefined && options.stdout !== false)
    return printFiles(shell, renderAll(project, loaded, options.annotate), options.stdout, code);
  if (code !== EXIT.fine) {
    shell.warn(
      "mmconf: nothing was written: fix the errors, or accept them with a reason (accept: in the inventory)",
    );
    return code;
  }
  const rendered = renderAll(project, loaded, options.annotate);
  return options.check ? compare(shell, project, rendered) : write(shell, project, rendered);
};

/** Renders what was loaded; a template that fails is a failure with its file. */
export const renderAll = (
  project: Project,
  loaded: readonly Loaded[],
  annotated = false,
): readonly Rendered[] => {
  const templates = templatesFrom(project.templates);
  const targets = everyTarget(project.targets);
  return loaded.flatMap((environment) => {
    if (!environment.ok) return [];
    const result = annotated
      ? renderAnnotated(environment.fleet, targets, templates)
      : renderFleet(environment.fleet, targets, templates, VERSION);
    if (!result.ok) throw new Failure(`can't render ${environment.environment}: ${result.reason}`);
    return [result.rendered];
  });
};

const renderAnnotated = (fleet: Fleet, targets: readonly Renders[], templates: Templates): RenderResult => {
  const { result, sourcesOf } = traceFleet(fleet, targets, templates, VERSION);
  if (!result.ok) return result;
  const artefacts = result.rendered.artefacts.map((artefact) => annotate(artefact, sourcesOf));
  return { ok: true, rendered: rendering(fleet.environment, artefacts, VERSION) };
};

/** Printing changes nothing, so errors are reported and the files are shown anyway. */
const printFiles = (
  shell: Shell,
  environments: readonly Rendered[],
  wanted: string | boolean,
  code: ExitCode,
): ExitCode => {
  const files = environments.flatMap((rendered) =>
    [...renderedFiles(rendered)].map(([path, content]) => ({
      environment: rendered.environment,
      path,
      content,
    })),
  );
  const several = environments.length > 1;
  if (typeof wanted === "string") {
    const found = files.filter((file) => file.path === wanted || file.path.endsWith(`/${wanted}`));
    if (found.length === 0 && files.length > 0)
      throw new Failure(
        `no file ${wanted} is rendered; rendered files are ${[...new Set(files.map((file) => file.path))].join(", ")}`,
      );
    for (const file of found) shell.emit(file.content);
    return code;
  }
  for (const file of files)
    shell.emit(`==> ${several ? `${file.environment}/` : ""}${file.path} <==\n${file.content}\n`);
  return code;
};

const compare = (shell: Shell, project: Project, rendered: readonly Rendered[]): ExitCode => {
  const stale = rendered.flatMap((environment) => {
    // What render refuses to write to is out of order, whatever it holds.
    checkTarget(outOf(project), environment.environment);
    const there = lookAtTree(join(project.out, environment.environment));
    const wanted = renderedFiles(environment);
    const name = (path: string) => `${relative(project.dir, project.out)}/${environment.environment}/${path}`;
    if (there === undefined) return [`${name("")} does not exist`];
    const { files, others } = there;
    const changed = [...wanted].flatMap(([path, content]) =>
      files.get(path) === content
        ? []
        : [files.has(path) ? `${name(path)} is out of date` : `${name(path)} is missing`],
    );
    const extra = [...files.keys()]
      .filter((path) => !wanted.has(path))
      .map((path) => `${name(path)} is no longer rendered`);
    const odd = others.map((path) => `${name(path)} was not rendered`);
    return [...changed, ...extra, ...odd];
  });
  for (const line of stale) shell.warn(line);
  if (stale.length > 0)
    shell.warn(
      `mmconf: run mmconf render ${rendered.map((environment) => `--env ${environment.environment}`).join(" ")}`,
    );
  return stale.length > 0 ? EXIT.findings : EXIT.fine;
};

const outOf = ({ out, outGiven }: Project): OutFolder => ({ path: out, given: outGiven });

const write = (shell: Shell, project: Project, rendered: readonly Rendered[]): ExitCode => {
  const out = outOf(project);
  // All of them first: one that is refused must not leave the others half done.
  for (const { environment } of rendered) checkTarget(out, environment);
  const written: string[] = [];
  for (const environment of rendered) {
    try {
      writeTree(out, environment.environment, renderedFiles(environment));
    } catch (error) {
      throw written.length > 0 && error instanceof Failure
        ? new Failure(`${error.message} there; already rendered: ${written.join(", ")}`)
        : error;
    }
    written.push(environment.environment);
    const folder = relative(process.cwd(), join(project.out, environment.environment)) || ".";
    shell.say(`${environment.environment}: ${counted(environment.artefacts.length, "file")} in ${folder}`);
    for (const artefact of environment.artefacts)
      shell.say(`  ${artefact.path}  ${counted(artefact.hosts.length, "host")}, ${artefact.target}`);
  }
  return EXIT.fine;
};
