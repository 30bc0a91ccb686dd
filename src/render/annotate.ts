import { visible } from "../text/terminal.js";
import { formatPlace } from "../yaml/place.js";
import type { Artefact } from "./artefact.js";
import type { SourcesOf } from "./render.js";
import type { LineSource } from "./trace.js";

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
