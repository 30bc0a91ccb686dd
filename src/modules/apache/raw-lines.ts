import { directiveOf } from "../../apache/directives.js";
import type { RawLines } from "../../fleet/host.js";

export const apacheLines: RawLines = (line) => {
  const directive = directiveOf(line);
  return directive === undefined ? [] : [directive];
};
