import type { Words } from "../schema/value-type.js";
import { syntaxOf } from "./cfg/syntax.js";
import { readWords } from "./cfg/words.js";
import { LAST } from "./version.js";

const NEWEST = syntaxOf(LAST);

/** The words of a raw line; none where HAProxy would refuse it for its quotes or escapes alone. */
export const wordsOf = (line: string): Words => readWords(line, NEWEST).words.map(({ text }) => text);
