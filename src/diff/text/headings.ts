import type { Lines } from "./lines.js";
import { lineText } from "./lines.js";

/** Bytes of a heading that git prints, and so do we: a hunk's first line is to fit on one of the screen. */
const MAX_BYTES = 80;

/** Of a character of UTF-16, at the most. */
const MAX_PER_UNIT = 3;
const BLANKS_AT_END = /[ \t\r\n]+$/;

/** What a line that names what follows begins with: `listen mirror-lists`, `WSGIDaemonProcess ...`; git's own rule. */
const beginsHeading = (byte: number): boolean =>
  (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 95 || byte === 36; // A-Z a-z _ $

/**
 * The heading of the section that a line stands in: the last heading before it, or "" where there is none. Lines count
 * from 1, and are to be asked for from the first to the last.
 */
export const headingFinder = (lines: Lines): ((line: number) => string) => {
  let looked = 0;
  let heading = "";
  return (line) => {
    const before = Math.min(line - 1, lines.count);
    for (let at = before - 1; at >= looked; at -= 1) {
      if (!beginsHeading(lines.bytes[lines.starts[at] ?? 0] ?? 0)) continue;
      heading = shorten(lineText(lines, at));
      break;
    }
    looked = Math.max(looked, before);
    return heading;
  };
};

/** Cut as git does: at 80 bytes, then blanks at the end, then what is left of a character in the middle of the cut. */
const shorten = (text: string): string => {
  if (text.length <= MAX_BYTES / MAX_PER_UNIT) return text.replace(BLANKS_AT_END, "");
  const bytes = Buffer.from(text);
  let end = MAX_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const cut = bytes.toString("utf8", 0, end);
  return end === MAX_BYTES ? cut.replace(BLANKS_AT_END, "") : cut;
};
