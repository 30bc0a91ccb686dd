import type { FilePatch, Hunk } from "../../../diff/text/hunks.js";
import { showCount } from "../../../text/units.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import type { NumberedLine, Row } from "./pairs.js";
import { rowsOf } from "./pairs.js";
import type { Part } from "./words.js";
import { changedWords } from "./words.js";

/** The hunks of one file, `most` rows of them. A file that one side lacks has one column, another has two sides. */
export const fileTable = (file: FilePatch, most: number): SafeHtml => {
  const hunks = file.hunks.map((hunk) => ({ hunk, rows: rowsOf(hunk) }));
  let room = most;
  const bodies = hunks.flatMap(({ hunk, rows }) => {
    const shown = rows.slice(0, room);
    room -= shown.length;
    return shown.length === 0 ? [] : [hunkBody(file, hunk, shown)];
  });
  const left = hunks.reduce((sum, { rows }) => sum + rows.length, 0) - most;
  const rest =
    left > 0
      ? html`<p>${showCount(left)} more rows are not shown here; mmconf diff --format patch shows them.</p>`
      : NOTHING;
  return html`${file.status === "changed" ? twoSides(file, bodies) : oneSide(file, bodies)}${rest}`;
};

const twoSides = ({ path }: FilePatch, bodies: readonly SafeHtml[]): SafeHtml =>
  html`<table class="patch"><caption class="unseen">${path}, before and after</caption><colgroup><col class="number"><col><col class="number"><col></colgroup><thead><tr><th scope="col"><span class="unseen">Line before</span></th><th scope="col">Before</th><th scope="col"><span class="unseen">Line after</span></th><th scope="col">After</th></tr></thead>${bodies}</table>`;

const oneSide = ({ path, status }: FilePatch, bodies: readonly SafeHtml[]): SafeHtml =>
  html`<table class="patch"><caption class="unseen">${path}, ${status}</caption><colgroup><col class="number"><col></colgroup><thead><tr><th scope="col"><span class="unseen">Line</span></th><th scope="col">${status === "added" ? "After" : "Before"}</th></tr></thead>${bodies}</table>`;

const hunkBody = ({ status }: FilePatch, hunk: Hunk, rows: readonly Row[]): SafeHtml => {
  if (status !== "changed")
    return html`<tbody>${rows.map(({ before, after }) => html`<tr>${status === "added" ? cells(after, "ins", plain(after)) : cells(before, "del", plain(before))}</tr>`)}</tbody>`;
  return html`<tbody><tr><th class="hunk" colspan="4" scope="rowgroup">${hunkInWords(hunk)}${headingOf(hunk)}</th></tr>${rows.map(tableRow)}</tbody>`;
};

const hunkInWords = ({ oldStart, oldLines, newStart, newLines }: Hunk): string => {
  const range = (start: number, lines: number) => (lines < 2 ? `${start}` : `${start}-${start + lines - 1}`);
  if (oldLines === 0) return `lines ${range(newStart, newLines)}, new`;
  if (newLines === 0) return `lines ${range(oldStart, oldLines)}, gone`;
  const [before, after] = [range(oldStart, oldLines), range(newStart, newLines)];
  return before === after ? `lines ${before}` : `lines ${before}, now ${after}`;
};

/** The section that a hunk begins in, unless it begins with the head of its own. */
const headingOf = ({ heading, lines }: Hunk): SafeHtml =>
  heading === "" || !/^\s/.test(lines[0]?.text ?? "") ? NOTHING : html` <code>${heading}</code>`;

const tableRow = ({ kind, before, after }: Row): SafeHtml => {
  if (kind === "context")
    return html`<tr class="context">${cells(before, "", plain(before))}${cells(after, "", plain(after))}</tr>`;
  const words =
    kind === "paired" && before && after ? changedWords(before.text, after.text) : { before: [], after: [] };
  return html`<tr>${cells(before, "del", marked(before, words.before))}${cells(after, "ins", marked(after, words.after))}</tr>`;
};

const plain = (line: NumberedLine | null): SafeHtml => html`${line?.text ?? ""}`;

const marked = (line: NumberedLine | null, parts: readonly Part[]): SafeHtml =>
  parts.length === 0
    ? plain(line)
    : html`${parts.map(({ text, changed }) => (changed ? html`<mark>${text}</mark>` : html`${text}`))}`;

const SIGNS = { del: "-", ins: "+", "": " " } as const;

const cells = (line: NumberedLine | null, kind: keyof typeof SIGNS, text: SafeHtml): SafeHtml => {
  if (line === null) return html`<td class="number none"></td><td class="none"></td>`;
  const end = line.newline ? NOTHING : html`<span class="no-newline">no newline at the end</span>`;
  return html`<td class="number ${kind}">${line.number}</td><td class="${kind}"><code><span class="sign">${SIGNS[kind]}</span>${text}</code>${end}</td>`;
};
