import * as z from "zod/mini";
import type { FieldIssue } from "../schema/field.js";
import { described } from "../schema/field.js";
import { rawLine } from "../schema/text-field.js";
import { SECTIONS } from "./sections.js";

/**
 * What a raw line of haproxy.cfg may not be: a section's first word, or one that HAProxy
 * reads only once quotes, backslashes and variables in it are resolved (2.2), or a line that goes on in the next.
 */
const LEAVES_SECTION = new RegExp(`^\\s*(?:${SECTIONS.join("|")})(?:\\s|$)|^\\s*\\S*["'\\\\]|\\\\\\s*$`);

const CONDITION = /^\s*\.(if|elif|else|endif)(?:\s|$)/;

/** `.if` without its `.endif` in the same list (manual 2.4) would switch off what is rendered behind it, sections and all. */
const conditionsEnd = z.superRefine<readonly string[]>((lines, context) => {
  const open: number[] = [];
  const refuse = (index: number, message: string): void => {
    const params: FieldIssue = {
      rule: "schema/value",
      fix: "let .if and its .endif stand in the same list of directives",
    };
    context.addIssue({ code: "custom", path: [index], message, params: { ...params } });
  };
  for (const [index, line] of lines.entries()) {
    const word = CONDITION.exec(line)?.[1];
    if (word === "if") open.push(index);
    else if (word !== undefined && open.length === 0) refuse(index, `.${word} has no .if before it`);
    else if (word === "endif") open.pop();
  }
  for (const index of open) refuse(index, ".if has no .endif behind it");
});

/** Raw lines of a section. */
export const directives = described(
  "Lines that mmconf does not model. They are rendered as they stand, at the end of the section; default-server goes before the server lines.",
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
