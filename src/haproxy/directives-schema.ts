import * as z from "zod/mini";
import { described } from "../schema/field.js";
import { rawLine } from "../schema/text-field.js";
import { conditionsEnd, LEAVES_SECTION } from "./raw-line.js";

/** Raw lines of a section. */
export const directives = described(
  "Lines that mmconf does not model. They are rendered as they stand, at the end of the section.",
  z
    .array(
      rawLine(
        "A line that mmconf does not model, written into this section as it stands.",
        LEAVES_SECTION,
        "opens another section, writes its first word in quotes or with backslashes, or runs into the next line",
      ),
    )
    .check(conditionsEnd),
);
