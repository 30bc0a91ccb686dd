import { DASH, isDigit } from "../text/marks.js";
import type { Scalar } from "./node.js";

const WORDS = new Map<string, Scalar>([
  ["~", null],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/** A plain scalar by YAML's core schema (10.3.2); a number is one only where it prints as it was written, so that 2.10 and 007 stay. */
export const plainValue = (written: string): Scalar => {
  const first = written.charCodeAt(0);
  if (first === DASH || isDigit(first)) {
    const number = Number(written);
    return Number.isFinite(number) && String(number) === written ? number : written;
  }
  const word = written.length > 5 ? undefined : WORDS.get(written);
  return word === undefined ? written : word;
};
