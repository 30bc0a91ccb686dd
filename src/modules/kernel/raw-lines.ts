import type { RawLines } from "../../fleet/host.js";
import { parameterOf } from "./parameters.js";

export const kernelLines: RawLines = (line) => {
  const parameter = parameterOf(line);
  return parameter === undefined ? [] : [parameter];
};
