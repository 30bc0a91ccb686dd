import { widthOf } from "./terminal.js";

/** Words that belong together are kept on one line up to this width. */
const MAX_KEPT = 30;

/**
 * Breaks prose into lines of at most `first` and then `rest` terminal columns. A word is never broken, so one that is
 * longer than a line stands out. A figure stays with its unit and its operator (`100 slots`, `> 100`, `maxconn 25`), and
 * code in backticks with itself.
 */
export const wrap = (text: string, first: number, rest: number): readonly string[] => {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const unit of unitsOf(text, Math.min(MAX_KEPT, rest))) {
    const unitWidth = widthOf(unit);
    const room = lines.length === 0 ? first : rest;
    const isFirst = lines.length === 0 && line === "";
    if (isFirst ? unitWidth > first && unitWidth <= rest : line !== "" && width + 1 + unitWidth > room) {
      lines.push(line);
      line = unit;
      width = unitWidth;
    } else {
      width += unitWidth + (line === "" ? 0 : 1);
      line = line === "" ? unit : `${line} ${unit}`;
    }
  }
  return line === "" ? lines : [...lines, line];
};

const unitsOf = (text: string, most: number): readonly string[] => {
  const words = text.match(/(?:[^\s`]*`[^`]{1,30}`)+[^\s`]*|\S+/g) ?? [];
  const units: string[] = [];
  let previous = "";
  for (const word of words) {
    const unit = units.at(-1);
    const kept = unit !== undefined && belong(previous, word) && widthOf(`${unit} ${word}`) <= most;
    if (kept) units[units.length - 1] = `${unit} ${word}`;
    else units.push(word);
    previous = word;
  }
  return units;
};

const belong = (left: string, right: string): boolean => {
  if (/^(?:[=<>+x*/-]|[<>]=|->)$/.test(left)) return true;
  if (/^\(?\d[\d.,:]*$/.test(left)) return /^[a-z%]/i.test(right) && right !== "x";
  if (/^(?:also|on)$/.test(left)) return /\d/.test(right);
  return /^[a-z_-]{2,}$/i.test(left) && /^\d/.test(right);
};
