import { createHash } from "node:crypto";
import type { Fleet } from "../fleet/fleet.js";
import { visible } from "../text/terminal.js";
import { formatPlace } from "../yaml/place.js";
import type { Artefact, Fill } from "./artefact.js";
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

/** A target that has files to render. */
export interface Renders {
  readonly artefacts?: (fleet: Fleet, fill: Fill) => readonly Artefact[];
}

/** Renders a fleet with the given targets. Equal fleets and templates give equal bytes. */
export const renderFleet = (
  fleet: Fleet,
  targets: readonly Renders[],
  templates: Templates,
  version: string,
): RenderResult => renderWith((name, view) => fillTemplate(templates, name, view), fleet, targets, version);

/** The sources of an artefact's lines, one a line; undefined where its module did not fill it from one template. */
type SourcesOf = (artefact: Artefact) => readonly LineSource[] | undefined;

/** Renders a fleet, and tells where each line came from. */
export const traceFleet = (
  fleet: Fleet,
  targets: readonly Renders[],
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
    result: renderWith(fill, fleet, targets, version),
    sourcesOf: ({ content }) => known.get(content),
  };
};

const renderWith = (fill: Fill, fleet: Fleet, targets: readonly Renders[], version: string): RenderResult => {
  try {
    const artefacts = targets
      .flatMap((target) => target.artefacts?.(fleet, fill) ?? [])
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
        reason: `${broken.path.toWellFormed()} holds half of a surrogate pair, which can't be written to a file`,
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

/** The artefact with a comment before each line that says where it came from. All four targets take `#`. */
export const annotate = (artefact: Artefact, sourcesOf: SourcesOf): Artefact => {
  const sources = sourcesOf(artefact);
  if (sources === undefined) return artefact;
  const lines = artefact.content.split("\n").flatMap((line, index) => {
    const source = sources[index];
    if (source === undefined || line.trim() === "" || line.startsWith("#")) return [line];
    return [`${/^\s*/.exec(line)?.[0] ?? ""}# ${visible(placesOf(source).join(", "))}`, line];
  });
  return { ...artefact, content: lines.join("\n") };
};

const placesOf = ({ tokens, template }: LineSource): readonly string[] => {
  const places = tokens.flatMap((token) =>
    token.because === undefined ? token.origins.map(formatPlace) : [token.because],
  );
  return places.length > 0 ? [...new Set(places)] : [`${template.file}:${template.line}`];
};
