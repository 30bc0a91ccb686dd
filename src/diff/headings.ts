/** Bytes of a heading that git prints, and so do we: a hunk's first line is to fit on one of the screen. */
const MOST_BYTES = 80;

/** A line that names what follows: `listen mirror-lists`, `WSGIDaemonProcess ...`, `Alias ...`; git's own rule. */
const isHeading = (text: string): boolean => /^[A-Za-z_$]/.test(text);

/**
 * The heading of the section that a line stands in: the last heading before it, or "" where there is none. Lines count
 * from 1.
 */
export const headingFinder = (texts: readonly string[]): ((line: number) => string) => {
  const last = new Int32Array(texts.length + 1);
  for (const [index, text] of texts.entries())
    last[index + 1] = isHeading(text) ? index + 1 : (last[index] ?? 0);
  return (line) => {
    const at = last[Math.min(line - 1, texts.length)] ?? 0;
    return at === 0 ? "" : shorten(texts[at - 1] ?? "");
  };
};

/** Cut as git does: at 80 bytes, then blanks at the end, then what is left of a character in the middle of the cut. */
const shorten = (text: string): string => {
  const bytes = Buffer.from(text);
  if (bytes.length <= MOST_BYTES) return text.replace(/[ \t\r\n]+$/, "");
  let end = MOST_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const cut = bytes.toString("utf8", 0, end);
  return end === MOST_BYTES ? cut.replace(/[ \t\r\n]+$/, "") : cut;
};
