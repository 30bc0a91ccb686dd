import type { RawLines } from "../../fleet/targets.js";
import { keysAt } from "../../schema/shape.js";
import { kernelSection } from "./schema.js";

const PARAMETERS: ReadonlySet<string> = new Set(
  keysAt(kernelSection, []).filter((key) => key !== "directives"),
);

export const kernelLines: RawLines = (line) => {
  const name = line.split("=")[0]?.trim().replace(/^-/, "").replaceAll("/", ".") ?? "";
  return PARAMETERS.has(name) ? [name] : [];
};
