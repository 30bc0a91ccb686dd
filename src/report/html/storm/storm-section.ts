import { html } from "../kit/safe-html.js";
import type { ExtraSection } from "../review/environment.js";
import { stormParts, stormSubject } from "./storm.js";
import type { StormSide } from "./storm-scale.js";

/** A storm before and after a change, as a section of a review. `number` tells the sections of one page apart. */
export const stormSection = (
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
