import * as z from "zod/mini";
import { described } from "../../schema/field.js";
import type { SettingsOf } from "../../schema/keyword.js";
import { fieldsOf } from "../../schema/keyword.js";
import { rawLine } from "../../schema/text-field.js";
import type { Parameter } from "./parameters.js";
import { PARAMETERS } from "./parameters.js";

export const kernelSection = z.strictObject({
  ...fieldsOf(PARAMETERS, ({ about, manual }: Parameter) => `${about} (${manual}).`),
  directives: z.optional(
    described(
      "Further parameters, as `name = value`.",
      z.array(
        rawLine(
          "A sysctl line.",
          /^(?!\s*-?[a-z0-9_]+(?:[./][A-Za-z0-9_-]+)+\s*=\s*[A-Za-z0-9_.:,-][A-Za-z0-9_.:, -]*$)/,
          "is not of the form name = value",
        ),
      ),
    ),
  ),
});

export type KernelSection = SettingsOf<typeof PARAMETERS> & {
  readonly directives?: readonly string[] | undefined;
};
