import { visible, visibleLine } from "../text/terminal.js";

/** Text as Markdown shows it to the letter: neither a tag, a link, an emphasis, a mention nor a table's border. */
export const inMarkdown = (text: string): string =>
  visibleLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]#|~!]/g, "\\$&")
    // A forge looks for mentions and issues in what has been made of the Markdown: a space of no width ends them there.
    .replaceAll(/@|\\#/g, "$&&#8203;")
    // So it does for addresses, whatever stands before them, by any scheme.
    .replaceAll(/(?:https?|ftp|mailto|xmpp)(?=:)|www(?=\.)|[a-z](?=:\/\/)/gi, "$&&#8203;");

/** Text in a code span, whose fence is longer than any run of backticks in it; a table's border is escaped there too. */
export const inCode = (text: string): string => {
  const shown = visibleLine(text).replaceAll("|", "\\|");
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") || shown === "" ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
};

/** Lines in a fenced block that nothing in them can end, and in which a log, where a comment is printed first, finds nothing to obey. */
export const inFence = (lines: string, language: string): string => {
  const text = lines.replace(/[^\t\n]+/g, visible);
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
};

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
