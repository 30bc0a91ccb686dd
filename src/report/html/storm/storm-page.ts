import { frame } from "../kit/frame.js";
import { html, textOf } from "../kit/safe-html.js";
import { stormParts, stormSubject } from "./storm.js";
import type { StormSide } from "./storm-scale.js";

/** Predictions as one page that needs nothing besides itself: no script, no network, no font of its own. */
export const formatStormHtml = (
  sides: readonly StormSide[],
  { title, version }: { readonly title: string; readonly version: string },
): string => {
  const parts = stormParts(sides, "storm");
  return textOf(
    frame({
      title,
      version,
      skip: "Skip to the prediction",
      contents: html`
<nav aria-label="Contents"><ul>${parts.map(({ id, title: heading }) => html`<li><a href="#${id}">${heading}</a></li>`)}</ul></nav>`,
      main: html`
${stormSubject(sides)}
${parts.map(({ id, title: heading, body }) => html`<section class="part" aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${body}</section>`)}`,
    }),
  );
};
