/** What a piece of text is, for the eye; colour never says what no word says. */
export type Ink = "error" | "warning" | "info" | "waived" | "good" | "strong" | "quiet";

/**
 * SGR parameters (ECMA-48 8.3.117). Red, magenta and green stay legible on black and on white; yellow and cyan vanish on
 * white, blue on black, so neither is used, and the rest is weight alone.
 */
const SGR: Readonly<Record<Ink, string>> = {
  error: "1;31",
  warning: "1;35",
  info: "1",
  waived: "2",
  good: "1;32",
  strong: "1",
  quiet: "2",
};

export type Paint = (ink: Ink, text: string) => string;

/** Paints text for a terminal, or leaves it as it is. */
export const painter = (color: boolean): Paint =>
  color ? (ink, text) => (text === "" ? "" : `\x1b[${SGR[ink]}m${text}\x1b[0m`) : (_ink, text) => text;
