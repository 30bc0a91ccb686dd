import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { SEVERITIES } from "../../src/rules/finding.js";
import { loadOnBase } from "../inventory/from-text.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const timeouts = (settings: string): string => `haproxy: { defaults: { timeout: { ${settings} } } }`;

/** Fleets in which something is missing that most have. */
const BARE: Readonly<Record<string, string>> = {
  "no service": `mirrorlist: null\n${listener("slots: null")}`,
  "no mirrorlist_server": "mirrorlist: { server: null }",
  "a mirrorlist_server of defaults":
    "mirrorlist: { server: { request_queue_size: null, max_children: null } }",
  "no storm": "storms: null",
  "no backup": "backups: null",
  "no listener": "haproxy: { listeners: { mirror-lists: null } }",
  "a listener without servers": listener("hosts: []"),
  "backups only": listener("hosts: ['backup[1-2]']"),
  "one server": listener("hosts: [app1]"),
  "no claim on the slots": listener("slots: null"),
  "no maxconn": listener("server: { maxconn: null }"),
  "no check": listener("server: { check: false }"),
  "no timeouts": timeouts("client: null, server: null, connect: null, queue: null, http-request: null"),
  "no timeout server": timeouts("server: null"),
  "no limit of the queue": timeouts("queue: null, connect: null"),
  "no mode": "haproxy: { defaults: { mode: null } }",
  "no kernel settings": "kernel: null",
  "no apache settings": "apache: null",
  "no limits of the proxies":
    "proxies: { 'proxy[1-2]': { memory: null, nofile: null } }\nhaproxy: { global: { maxconn: null } }",
  "no memory": "app_servers: { 'app[1-3]': { memory: null, base_memory: null } }",
  "one proxy": "proxies: { proxy2: null }",
};

const fleets = new Map<string, Fleet>();
const fleetWith = (what: string): Fleet => {
  const known = fleets.get(what);
  if (known !== undefined) return known;
  const loaded = loadOnBase(BARE[what] ?? "");
  if (!loaded.ok) throw new Error(`${what}: ${loaded.findings.map(({ message }) => message).join("; ")}`);
  fleets.set(what, loaded.fleet);
  return loaded.fleet;
};

/** These are about what the app servers run. */
const OF_SERVICE =
  /^(apache|mirrorlist)\/|^capacity\/(app-slots|memory|reload-overlap|traffic-share)$|^kernel\/overcommit$/;

describe("a check on a fleet where something is missing", () => {
  it.each(allRules.map((check) => check.slug))("%s passes, finds or asks, and does not fall", (slug) => {
    const check = allRules.find((candidate) => candidate.slug === slug);
    for (const what of Object.keys(BARE))
      for (const verdict of check?.run(fleetWith(what)) ?? [])
        expect(["pass", "fault", "lack"], `with ${what}`).toContain(verdict.kind);
  });

  it.each(allRules.map((check) => check.slug).filter((slug) => OF_SERVICE.test(slug)))(
    "%s does not apply where there is no service",
    (slug) => {
      expect(allRules.find((check) => check.slug === slug)?.run(fleetWith("no service"))).toEqual([]);
    },
  );

  it.each(allRules.map((check) => check.slug).filter((slug) => slug.startsWith("mirrorlist/")))(
    "%s does not apply where there is no mirrorlist_server",
    (slug) => {
      expect(allRules.find((check) => check.slug === slug)?.run(fleetWith("no mirrorlist_server"))).toEqual(
        [],
      );
    },
  );

  it.each(allRules)("$slug has a severity", ({ severity }) => {
    expect(SEVERITIES).toContain(severity);
  });
});
