import { showCount } from "../text/units.js";
import { MAX_VALUES } from "./flow-yaml.js";
import type { Parsed } from "./full-yaml.js";
import { readFullYaml } from "./full-yaml.js";
import { emptyMap } from "./node.js";
import type { Origin } from "./place.js";
import type { Problem } from "./problem.js";
import { problem } from "./problem.js";
import { readRegularYaml } from "./regular-yaml.js";
import { Source } from "./source.js";
import { rootOf } from "./written.js";

/** A file longer than this is refused unread: 100,000 hosts written out take about 10 MiB. */
const MAX_CHARACTERS = 64 * 1024 * 1024;
/**
 * Marks that may build structure in a file that the full reader has to read. It keeps some hundred bytes for each, so
 * that a file of nothing but brackets would fill the memory.
 */
const MAX_MARKS = 2_000_000;

/** Reads one inventory file, YAML 1.2 or JSON, as a located tree. Never throws: all that is wrong is a problem. */
export const parseInventory = (text: string, file: string): Parsed => {
  const source = new Source(file, text);
  const top = rootOf(source).origin;
  const refuse = (found: Problem): Parsed => ({ root: emptyMap(top), problems: [found] });

  if (text.length > MAX_CHARACTERS) {
    return refuse(
      problem(
        "schema/size",
        top,
        `${file} has ${showCount(text.length)} characters; the limit is ${showCount(MAX_CHARACTERS)}`,
        "split it into files that extend one another, or write hosts as ranges (app[001-900])",
      ),
    );
  }
  const control = findControlCharacter(text);
  if (control) {
    const at: Origin = { ...source.place(control.offset, control.offset + 1), path: "" };
    return refuse(
      problem(
        "schema/syntax",
        at,
        `${control.name} in the file: this is not a text file in UTF-8`,
        "save the inventory as UTF-8 text without control characters",
      ),
    );
  }
  const regular = readRegularYaml(source);
  if (regular.ok) return { root: regular.root, problems: [] };
  if (regular.tooLong) {
    return refuse(
      problem(
        "schema/size",
        top,
        `${file} holds more than ${showCount(MAX_VALUES)} values: more than any inventory`,
        "check that this is the right file; write hosts as ranges (app[001-900]), or split it with extends",
      ),
    );
  }
  if (countMarks(text) > MAX_MARKS) {
    const at: Origin = { ...regular.at, path: "" };
    return refuse(
      problem(
        "schema/size",
        at,
        `${file} holds more than ${showCount(MAX_MARKS)} lines, brackets, dashes and colons, and this place is either a mistake or more complex than keys with one-line values`,
        "correct it; write anchors, tags, tabs and text over several lines another way; or split the file with extends",
      ),
    );
  }
  if (text.trim() === "") {
    return refuse(
      problem("schema/syntax", top, `${file} is empty`, "start from the inventory that `mmconf init` writes"),
    );
  }
  return readFullYaml(source);
};

const MARKS = new Set([..."\n[]{},:-?&*#'\"|>!"].map((mark) => mark.charCodeAt(0)));

const countMarks = (text: string): number => {
  // A short file can't hold too many.
  if (text.length <= MAX_MARKS) return 0;
  let marks = 0;
  for (let i = 0; i < text.length; i++) if (MARKS.has(text.charCodeAt(i))) marks++;
  return marks;
};

const HALF = "half of a surrogate pair";

const findControlCharacter = (text: string): { offset: number; name: string } | undefined => {
  const found = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.exec(text);
  if (!found) return text.isWellFormed() ? undefined : { offset: text.search(/\p{Cs}/u), name: HALF };
  const code = found[0].charCodeAt(0);
  const name =
    code === 0xfffd
      ? "a byte that is not UTF-8"
      : `a control character (U+${code.toString(16).padStart(4, "0")})`;
  return { offset: found.index, name };
};
