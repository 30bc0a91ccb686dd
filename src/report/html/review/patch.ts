import type { FilePatch } from "../../../diff/text/hunks.js";
import { showCount } from "../../../text/units.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING } from "../kit/safe-html.js";
import { fileTable } from "./patch-table.js";

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
