import { showCount } from "../../../text/units.js";
import { seconds } from "../../storm/simulate-figure.js";
import type { Part } from "../kit/part.js";
import type { SafeHtml } from "../kit/safe-html.js";
import { html } from "../kit/safe-html.js";
import { stormCurves } from "./storm-curves.js";
import { stormFigures } from "./storm-figures.js";
import { stormProxies } from "./storm-proxies.js";
import type { StormSide } from "./storm-scale.js";
import { stormServers } from "./storm-servers.js";
import { stormWaits } from "./storm-waits.js";

/** What a storm does to one or more environments, drawn side by side on one scale. */
export const stormParts = (sides: readonly StormSide[], id: string): readonly Part[] => {
  const part = (name: string, title: string, body: SafeHtml): Part => ({ id: `${id}.${name}`, title, body });
  return [
    part("figures", "Figures", html`${stormFigures(sides)}`),
    part("time", "Over time", stormCurves(sides)),
    part("waits", "Waiting time", stormWaits(sides)),
    part("proxies", "Proxies", stormProxies(sides)),
    part("servers", "App servers", stormServers(sides)),
  ];
};

/** What was simulated, in a sentence for each side. */
export const stormSubject = (sides: readonly StormSide[]): SafeHtml =>
  html`${sides.map(
    ({ name, prediction: { storm, requests, overSeconds, runs, seed } }) =>
      html`<p class="sub">${name}: ${storm}, ${showCount(requests)} requests within ${seconds(overSeconds)}; ${runs === 1 ? "1 run" : `mean of ${showCount(runs)} runs`}, seed ${seed}</p>`,
  )}`;
