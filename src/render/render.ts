import { createHash } from "node:crypto";
import type { Fleet } from "../fleet/fleet.js";
import type { Fill, Module } from "../modules/module.js";
import type { Artefact } from "./artefact.js";
import type { Templates } from "./template.js";
import { fillTemplate, TemplateError, traceTemplate } from "./template.js";
import type { LineSource } from "./trace.js";

/** The files of one environment, by path; `manifest.json` is among them. */
export interface Rendered {
  readonly environment: string;
  readonly artefacts: readonly Artefact[];
  readonly manifest: string;
}

export type RenderResult =
  | { readonly ok: true; readonly rendered: Rendered }
  | { readonly ok: false; readonly reason: string };

/** Renders a fleet with the given modules. Equal fleets and templates give equal bytes. */
export const renderFleet = (
  fleet: Fleet,
  modules: readonly Module[],
  templates: Templates,
  version: string,
): RenderResult => renderWith((name, view) => fillTemplate(templates, name, view), fleet, modules, version);

/** The sources of an artefact's lines, one a line; undefined where its module did not fill it from one template. */
export type SourcesOf = (artefact: Artefact) => readonly LineSource[] | undefined;

/** Renders a fleet, and tells where each line came from. */
export const traceFleet = (
  fleet: Fleet,
  modules: readonly Module[],
  templates: Templates,
  version: string,
): { readonly result: RenderResult; readonly sourcesOf: SourcesOf } => {
  const known = new Map<string, readonly LineSource[]>();
  const fill: Fill = (name, view) => {
    const { content, lines } = traceTemplate(templates, name, view);
    if (!known.has(content)) known.set(content, lines);
    return content;
  };
  return {
    result: renderWith(fill, fleet, modules, version),
    sourcesOf: ({ content }) => known.get(content),
  };
};

const renderWith = (fill: Fill, fleet: Fleet, modules: readonly Module[], version: string): RenderResult => {
  try {
    const artefacts = modules
      .flatMap((module) => module.artefacts(fleet, fill))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const clash = artefacts.find(
      (artefact, index) => artefacts[index - 1]?.path === artefact.path || !isSafePath(artefact.path),
    );
    if (clash)
      return { ok: false, reason: `two files are rendered to ${clash.path}, or its path leaves the folder` };
    const broken = artefacts.find(({ path, content }) => !path.isWellFormed() || !content.isWellFormed());
    if (broken)
      return {
        ok: false,
        // It has no bytes in UTF-8: another character would be written in its place.
        reason: `${broken.path.toWellFormed()} holds half of a surrogate pair, which no file can`,
      };
    return { ok: true, rendered: rendering(fleet.environment, artefacts, version) };
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, reason: error.message };
    throw error;
  }
};

/** Artefacts with the manifest that tells of them. */
export const rendering = (
  environment: string,
  artefacts: readonly Artefact[],
  version: string,
): Rendered => ({
  environment,
  artefacts,
  manifest: manifestOf(environment, artefacts, version),
});

const isSafePath = (path: string): boolean =>
  path !== "manifest.json" &&
  path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !/[\\\0]/.test(part));

const manifestOf = (environment: string, artefacts: readonly Artefact[], version: string): string => {
  const rows = artefacts.map((artefact) => ({
    path: artefact.path,
    hosts: artefact.hosts,
    target: artefact.target,
    sha256: createHash("sha256").update(artefact.content).digest("hex"),
    bytes: Buffer.byteLength(artefact.content),
    owner: artefact.owner,
    mode: artefact.mode,
    verify: artefact.verify,
    reload: artefact.reload,
  }));
  return `${JSON.stringify({ mmconf: version, environment, artefacts: rows }, null, 2)}\n`;
};

/** Every file of the environment with its content, the manifest last. */
export const renderedFiles = (rendered: Rendered): ReadonlyMap<string, string> =>
  new Map([
    ...rendered.artefacts.map((artefact): [string, string] => [artefact.path, artefact.content]),
    ["manifest.json", rendered.manifest],
  ]);
