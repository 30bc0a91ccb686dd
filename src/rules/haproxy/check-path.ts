import { checkAsked, isUnder } from "../../fleet/check-request.js";
import type { PlacedListener } from "../../fleet/listeners.js";
import { everySlotListener, mode, says } from "../../fleet/listeners.js";
import { urlsOf } from "../../fleet/runtime.js";
import { inListener } from "../../moves/candidate.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const checkPath = defineRule({
  slug: "haproxy/check-path",
  severity: "warning",
  title: "Health checks request a URL that the application answers.",
  why: "The web server answers any other path itself, with a page or a 404. A 404 marks every server DOWN; a page keeps a server UP even if its slots hang.",
  how: "The path of option httpchk on a listener that takes slots, compared with the URLs that lead to the slots: each of them, and all below it.",
  fix: "Check one of the URLs that lead to the slots.",
  source: ["HAProxy configuration manual 4.2 option httpchk"],
  run: (fleet) => everySlotListener(fleet).flatMap(judge),
});

const judge = (placed: PlacedListener): RuleResult[] => {
  const { listener, hosts } = placed;
  const request = checkAsked(placed);
  const line = listener.lines.find(({ settings, service }) => settings.check && urlsOf(service));
  const urls = urlsOf(line?.service);
  if (request === undefined || urls === undefined || mode(listener) !== "http") return [];
  if (says(placed, /^http-check\s+connect\b/)) return [];
  const below = (url: string) => isUnder(request.path, url);
  if (urls.slots.some(below)) return [pass];
  const page = urls.pages.find(below);
  return [
    fault({
      subject: listener.name,
      hosts,
      at: originOf(listener.node, "option", "httpchk"),
      message: `health checks of ${listener.name} request ${request.path}, which does not reach the application`,
      why: `${page === undefined ? "the web server answers it by itself" : `${page} is a folder of static pages`}; what takes slots is at ${urls.slots.join(", ")}`,
      candidates: [inListener(placed, { option: { httpchk: `GET ${urls.slots[0]}` } })],
      fix: `option httpchk: GET ${urls.slots[0]}`,
      figures: { path: request.path },
    }),
  ];
};
