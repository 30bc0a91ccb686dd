import { showCount } from "../../../text/units.js";
import { seconds } from "../../storm/simulate-figure.js";
import type { PagePart } from "../kit/frame.js";
import { frame } from "../kit/frame.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html, textOf } from "../kit/safe-html.js";
import type { ExtraSection } from "../review/environment.js";
import { stormCurves } from "./storm-curves.js";
import { stormFigures } from "./storm-figures.js";
import { stormProxies } from "./storm-proxies.js";
import type { StormSide } from "./storm-scale.js";
import { stormServers } from "./storm-servers.js";
import { stormWaits } from "./storm-waits.js";

/** What a storm does to one or more environments, drawn side by side on one scale. */
const stormParts = (sides: readonly StormSide[], id: string): readonly PagePart[] => {
  const part = (name: string, title: string, body: SafeHtml): PagePart => ({
    id: `${id}.${name}`,
    title,
    body,
  });
  return [
    part("figures", "Figures", html`${stormFigures(sides)}`),
    part("time", "Over time", stormCurves(sides)),
    part("waits", "Waiting time", stormWaits(sides)),
    part("proxies", "Proxies", stormProxies(sides)),
    part("servers", "App servers", stormServers(sides)),
  ];
};

/** What was simulated, in a sentence for each side. */
const stormSubject = (sides: readonly StormSide[]): SafeHtml =>
  html`${sides.map(
    ({ name, prediction: { storm, requests, overSeconds, runs, seed } }) =>
      html`<p class="sub">${name}: ${storm}, ${showCount(requests)} requests within ${seconds(overSeconds)}; ${runs === 1 ? "1 run" : `mean of ${showCount(runs)} runs`}, seed ${seed}</p>`,
  )}`;

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

/** A storm before and after a change, as a section of a review. `number` tells the sections of one page apart. */
export const stormInReview = (
  environment: string,
  storm: string,
  sides: readonly StormSide[],
  number: number,
): ExtraSection => ({
  environment,
  title: `Storm ${storm}`,
  body: html`${stormSubject(sides)}${stormParts(sides, `storm-${number}`).map(({ title, body }) => html`<h4>${title}</h4>${body}`)}`,
});

/** A section that says why there is nothing to draw. */
export const unknownStorm = (environment: string, storm: string, reason: string): ExtraSection => ({
  environment,
  title: `Storm ${storm}`,
  body: html`<p>Not simulated: ${reason}.</p>`,
});
