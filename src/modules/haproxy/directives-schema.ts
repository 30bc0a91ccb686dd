import * as z from "zod/mini";
import { described } from "../../inventory/field.js";
import { rawLine } from "../../inventory/text-field.js";

const SECTION =
  /^\s*(?:global|defaults|listen|frontend|backend|peers|resolvers|userlist|mailers|program|ring|cache|fcgi-app|http-errors|log-forward|namespace_list|ruleset)(?:\s|$)|\\\s*$/;

/** Raw lines of a section. */
export const directives = described(
  "Lines that mmconf does not model. They are rendered as they stand, at the end of the section.",
  z.array(
    rawLine(
      "A line that mmconf does not model, written into this section as it stands.",
      SECTION,
      "opens another section or runs into the next line",
    ),
  ),
);
