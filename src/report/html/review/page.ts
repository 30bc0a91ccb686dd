import type { Comparison } from "../../../diff/comparison.js";
import type { PagePart } from "../kit/frame.js";
import { frame } from "../kit/frame.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, NOTHING, textOf } from "../kit/safe-html.js";
import type { ExtraSection } from "./environment.js";
import { environmentSection, partsOf } from "./environment.js";
import { overview } from "./verdict.js";

interface HtmlOptions {
  /** What is reviewed, as the page's title. */
  readonly title: string;
  /** Of mmconf. */
  readonly version: string;
  readonly extraSections?: readonly ExtraSection[];
}

interface Environment {
  readonly comparison: Comparison;
  readonly id: string;
  readonly parts: readonly PagePart[];
}

/** Comparisons as one page that needs nothing besides itself: no script, no network, no font of its own. */
export const formatReviewHtml = (
  comparisons: readonly Comparison[],
  { title, version, extraSections = [] }: HtmlOptions,
): string => {
  const ids = idsOf(comparisons.map(({ environment }) => environment));
  const known = new Set(comparisons.map(({ environment }) => environment));
  const environments = comparisons.map((comparison, index): Environment => {
    const id = ids[index] ?? "env";
    const own = extraSections.filter(({ environment }) => environment === comparison.environment);
    return { comparison, id, parts: partsOf(comparison, id, own) };
  });
  const rest = extraSections
    .filter(({ environment }) => environment === undefined || !known.has(environment))
    .map((section, index): PagePart => ({ ...section, id: `extra-${index + 1}` }));
  return textOf(page(title, version, environments, rest));
};

const page = (
  title: string,
  version: string,
  environments: readonly Environment[],
  rest: readonly PagePart[],
): SafeHtml =>
  frame({
    title,
    version,
    skip: "Skip to the review",
    contents: contents(environments, rest),
    main: html`
${environments.length === 0 ? html`<p>No environment is affected.</p>` : overview(environments)}
${environments.map(({ comparison, id, parts }) => environmentSection(comparison, id, parts))}
${rest.map(({ id, title: heading, body }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${body}</section>`)}`,
  });

/** Links to every part; where there are many environments, to each as a whole. */
const contents = (environments: readonly Environment[], rest: readonly PagePart[]): SafeHtml => {
  if (environments.length === 0 && rest.length === 0) return NOTHING;
  const link = (id: string, title: string) => html`<li><a href="#${id}">${title}</a></li>`;
  return html`
<nav aria-label="Contents">
${environments.map(
  ({ comparison, id, parts }) =>
    html`${environments.length < 2 ? NOTHING : html`<p><a href="#${id}">${comparison.environment}</a></p>`}${
      environments.length > MAX_IN_FULL
        ? NOTHING
        : html`<ul>${parts.map((part) => link(part.id, part.title))}</ul>`
    }`,
)}
${rest.length === 0 ? NOTHING : html`<ul>${rest.map(({ id, title }) => link(id, title))}</ul>`}
</nav>`;
};

const MAX_IN_FULL = 4;

/** An id for each name, of letters that need no escape in an address; equal ones get a number. */
const idsOf = (names: readonly string[]): readonly string[] => {
  const used = new Map<string, number>();
  return names.map((name) => {
    const id = `env-${name.slice(0, 60).replace(/[^A-Za-z0-9_-]/g, "-")}`;
    const count = (used.get(id) ?? 0) + 1;
    used.set(id, count);
    return count === 1 ? id : `${id}.${count}`;
  });
};
