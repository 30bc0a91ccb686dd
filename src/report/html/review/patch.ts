import type { FilePatch, Hunk } from "../../../diff/text/hunks.js";
import { showCount } from "../../../text/units.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import type { NumberedLine, PatchRow, WordPart } from "./pairs.js";
import { changedWords, rowsOf } from "./pairs.js";

/** Lines that a page shows of one environment's patch: a browser lays them out within a second. */
const MAX_LINES = 4_000;
/** Files of up to this many lines are unfolded. */
const MAX_OPEN = 400;
/** Files named one by one once there is no room for their lines. */
const MAX_NAMED = 200;

/** Every file side by side, each to be folded; what there is no room for is counted. */
export const patchSection = (files: readonly FilePatch[]): SafeHtml => {
  if (files.length === 0) return html`<p>Both sides render the same files.</p>`;
  const { shown, left } = withinLines(files);
  return html`${shown.map(({ file, most }) => fileDetails(file, most))}${left.length === 0 ? NOTHING : leftFiles(left)}`;
};

const linesOf = ({ hunks }: FilePatch): number => hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);

const withinLines = (files: readonly FilePatch[]) => {
  const shown: { readonly file: FilePatch; readonly most: number }[] = [];
  let room = MAX_LINES;
  for (const file of files) {
    if (room <= 0) break;
    shown.push({ file, most: room });
    // A file takes room for its heading too.
    room -= linesOf(file) + 5;
  }
  return { shown, left: files.slice(shown.length) };
};

const leftFiles = (files: readonly FilePatch[]): SafeHtml => html`
<p>The lines of ${showCount(files.length)} more ${files.length === 1 ? "file" : "files"} are not shown here; mmconf diff --format patch shows them.</p>
<ul class="plain">${files.slice(0, MAX_NAMED).map((file) => html`<li><code>${file.path}</code> <span class="quiet">${fileInWords(file)}</span></li>`)}</ul>`;

const fileDetails = (file: FilePatch, most: number): SafeHtml => {
  const head = html`<summary><code>${file.path}</code> <span class="quiet">${fileInWords(file)}</span></summary>`;
  const body = file.hunks.length === 0 ? NOTHING : fileTable(file, most);
  return linesOf(file) <= MAX_OPEN
    ? html`<details class="file" open>${head}${body}</details>`
    : html`<details class="file">${head}${body}</details>`;
};

const fileInWords = ({ status, oldMode, newMode, hunks }: FilePatch): string => {
  const lines = (kind: "added" | "removed") =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.kind === kind).length, 0);
  const mode = status === "changed" && oldMode !== newMode ? `, mode ${oldMode} -> ${newMode}` : "";
  if (status !== "changed") return `${status}: ${inLines(lines(status))}`;
  return `${status}: ${inLines(lines("added"))} added, ${inLines(lines("removed"))} removed${mode}`;
};

const inLines = (count: number): string => `${showCount(count)} ${count === 1 ? "line" : "lines"}`;

/** The hunks of one file, `most` rows of them. A file that one side lacks has one column, another has two sides. */
const fileTable = (file: FilePatch, most: number): SafeHtml => {
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

const hunkBody = ({ status }: FilePatch, hunk: Hunk, rows: readonly PatchRow[]): SafeHtml => {
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

const tableRow = ({ kind, before, after }: PatchRow): SafeHtml => {
  if (kind === "context")
    return html`<tr class="context">${cells(before, "", plain(before))}${cells(after, "", plain(after))}</tr>`;
  const words =
    kind === "paired" && before && after ? changedWords(before.text, after.text) : { before: [], after: [] };
  return html`<tr>${cells(before, "del", marked(before, words.before))}${cells(after, "ins", marked(after, words.after))}</tr>`;
};

const plain = (line: NumberedLine | null): SafeHtml => html`${line?.text ?? ""}`;

const marked = (line: NumberedLine | null, parts: readonly WordPart[]): SafeHtml =>
  parts.length === 0
    ? plain(line)
    : html`${parts.map(({ text, changed }) => (changed ? html`<mark>${text}</mark>` : html`${text}`))}`;

const SIGNS = { del: "-", ins: "+", "": " " } as const;

const cells = (line: NumberedLine | null, kind: keyof typeof SIGNS, text: SafeHtml): SafeHtml => {
  if (line === null) return html`<td class="number none"></td><td class="none"></td>`;
  const end = line.newline ? NOTHING : html`<span class="no-newline">no newline at the end</span>`;
  return html`<td class="number ${kind}">${line.number}</td><td class="${kind}"><code><span class="sign">${SIGNS[kind]}</span>${text}</code>${end}</td>`;
};
