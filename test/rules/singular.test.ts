import { expect, it } from "vitest";
import { verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const ONE = "mirrorlist: { wsgi: { processes: 1 } }";

const PLURALS = "attempts|times|processes|slots|requests|checks|servers|backups|workers";

it.each([
  ["time/connect-as-queue", "haproxy: { defaults: { retries: 0, timeout: { queue: null, connect: 60s } } }"],
  ["haproxy/redispatch", listener("retries: 1, option: { redispatch: false }")],
  ["capacity/app-slots", `proxies: { proxy2: null }\n${ONE}\n${listener("server: { maxconn: 2 }")}`],
  [
    "capacity/reload-overlap",
    `proxies: { proxy2: null }\n${ONE}\nhaproxy: { global: { hard-stop-after: null }, listeners: { mirror-lists: { server: { maxconn: 2 } } } }`,
  ],
  ["haproxy/allbackups", listener("hosts: [app1, backup1, backup2], option: { allbackups: false }")],
  ["haproxy/unchecked-servers", listener("hosts: [app1, app2, backup1], server: { check: false }")],
])("%s speaks of one in the singular", (slug, text) => {
  const faults = verdictsOn(slug, text).filter((verdict) => verdict.kind === "fault");
  expect(faults).not.toEqual([]);
  for (const { message, why, fix } of faults) {
    expect([message, why, fix].join(" / ")).not.toMatch(
      new RegExp(`(?<![\\d.,])1 (?:[a-z]+ )?(?:${PLURALS})\\b`),
    );
  }
});
