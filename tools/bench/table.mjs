/** A table as aligned text, or as Markdown. Columns after the first are numbers and stand to the right. */
export const formatTable = ({ title, notes = [], head, rows }, format) =>
  format === "markdown" ? markdown(title, notes, head, rows) : plain(title, notes, head, rows);

const plain = (title, notes, head, rows) => {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
  const line = (row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join("  ")
      .trimEnd();
  return [title, ...notes.map((note) => `  ${note}`), "", line(head), ...rows.map(line), ""].join("\n");
};

const markdown = (title, notes, head, rows) => {
  const line = (row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = `|${head.map((_, column) => (column === 0 ? "---|" : "--:|")).join("")}`;
  return [
    `## ${title}`,
    "",
    ...notes.flatMap((note) => [note, ""]),
    line(head),
    rule,
    ...rows.map(line),
    "",
  ].join("\n");
};

export const showTime = (ms) =>
  ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(2)} s`;

export const showMemory = (mebibytes) => (Number.isFinite(mebibytes) ? `${mebibytes.toFixed(0)} MiB` : "-");

/** How many times as long as another: 1.00 is as long. */
export const showRatio = (ratio) => `${ratio.toFixed(ratio < 10 ? 2 : 0)} x`;

export const showCount = (count) => count.toLocaleString("en");

/**
 * The rows of contestants: their times, and the ratio of the least to that of the first. `verdict` gives a last word
 * from it, as to whether mmconf is behind.
 */
export const contestRows = (results, verdict = () => "") => {
  const [base] = results;
  return results.map((result) => {
    const more = result.more ?? [];
    if (result.late) return [result.name, "too long", "", "", "", "", ...more, ""];
    const ratio = base.late ? undefined : result.least / base.least;
    return [
      result.name,
      showTime(result.median),
      showTime(result.least),
      Number.isFinite(result.cpu) ? showTime(result.cpu) : "-",
      showMemory(result.memory),
      ratio === undefined ? "-" : showRatio(ratio),
      ...more,
      result === base || ratio === undefined ? "" : verdict(ratio, result),
    ];
  });
};

/** How far mmconf is behind or ahead, from what the other takes as a part of what it takes. */
export const standing = (part) => {
  if (part > 0.95 && part < 1.05) return "even";
  return part < 1 ? `behind, ${showRatio(1 / part)}` : `ahead, ${showRatio(part)}`;
};

export const CONTEST_HEAD = ["", "median", "least", "CPU", "memory", "ratio"];
