import * as z from "zod/mini";
import { oneOf } from "../schema/choice-field.js";
import { described } from "../schema/field.js";
import type { SettingsOf } from "../schema/keyword.js";
import { fieldsOf } from "../schema/keyword.js";
import { rawLine } from "../schema/text-field.js";
import type { Directive } from "./directives.js";
import { DIRECTIVES } from "./directives.js";

/** Apache opens a block for `"<IfDefine"` too, and for a first word that a variable of Define ends up as. */
const BLOCK = /^\s*(?:<|\S*["'\\$])|\\\s*$/;

export const apacheSection = z.strictObject({
  mpm: z.optional(
    oneOf("The multi-processing module in use; it decides the defaults.", ["prefork", "worker", "event"]),
  ),
  ...fieldsOf(DIRECTIVES, ({ about, manual }: Directive, name) => `${about} (${manual} ${name}).`),
  directives: z.optional(
    described(
      "Lines that mmconf does not model, rendered as they stand at the end of the file.",
      z.array(
        rawLine(
          "A line that mmconf does not model.",
          BLOCK,
          "opens a block, writes its first word in quotes or as a variable, or runs into the next line",
        ),
      ),
    ),
  ),
});

export type ApacheSection = SettingsOf<typeof DIRECTIVES> & {
  readonly mpm?: "prefork" | "worker" | "event" | undefined;
  readonly directives?: readonly string[] | undefined;
};
