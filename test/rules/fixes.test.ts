import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allRules } from "../../src/api/built-in.js";
import { loadInventory } from "../../src/api/load.js";
import type { Fleet } from "../../src/fleet/fleet.js";
import { subjectText } from "../../src/fleet/subject.js";
import type { Fault, Rule } from "../../src/rules/define.js";

const LISTENER = "haproxy.listeners.mirror-lists";

/** The keys that fixes name, and where they stand in the small tier. */
const PLACES: Readonly<Record<string, string>> = {
  maxconn: `${LISTENER}.server.maxconn`,
  minconn: `${LISTENER}.server.minconn`,
  "global maxconn": "haproxy.global.maxconn",
  "timeout queue": `${LISTENER}.timeout.queue`,
  "timeout server": `${LISTENER}.timeout.server`,
  "timeout check": `${LISTENER}.timeout.check`,
  retries: `${LISTENER}.retries`,
  fullconn: `${LISTENER}.fullconn`,
  maxqueue: `${LISTENER}.server.maxqueue`,
  inter: `${LISTENER}.server.inter`,
  "hard-stop-after": "haproxy.global.hard-stop-after",
  processes: "mirrorlist.wsgi.processes",
  "listen-backlog": "mirrorlist.wsgi.listen-backlog",
  "queue-timeout": "mirrorlist.wsgi.queue-timeout",
  "request-timeout": "mirrorlist.wsgi.request-timeout",
  "socket-timeout": "mirrorlist.wsgi.socket-timeout",
  "graceful-timeout": "mirrorlist.wsgi.graceful-timeout",
  "inactivity-timeout": "mirrorlist.wsgi.inactivity-timeout",
  "maximum-requests": "mirrorlist.wsgi.maximum-requests",
  max_children: "mirrorlist.server.max_children",
  request_queue_size: "mirrorlist.server.request_queue_size",
  MaxRequestWorkers: "apache.MaxRequestWorkers",
  ServerLimit: "apache.ServerLimit",
  ThreadLimit: "apache.ThreadLimit",
  "net.core.somaxconn": "kernel.net.core.somaxconn",
  nofile: "proxies.proxy[1-2].nofile",
};
/** In these checks maxconn is not a server line's. */
const OTHER_PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "capacity/proxy-memory": { maxconn: "haproxy.global.maxconn" },
  "haproxy/frontend-maxconn": { maxconn: `${LISTENER}.maxconn` },
};
/** They offer a share of several proxies, or a host's room that it shares with others. */
const OF_ITS_OWN = ["capacity/traffic-share", "capacity/unbounded-line"];

const load = (sets: readonly string[]): Fleet | undefined => {
  const loaded = loadInventory("test/rules/cases/base.yaml", {
    read: (name) => ({ ok: true, text: readFileSync(name, "utf8") }),
    sets,
  });
  return loaded.ok ? loaded.fleet : undefined;
};

const faultsOf = (check: Rule, fleet: Fleet): readonly Fault[] =>
  check.run(fleet).filter((verdict) => verdict.kind === "fault");

/** `maxconn 15 fits; or ...` and `listen-backlog 354 fits, with net.core.somaxconn 354` as settings. */
const offered = ({ slug }: Rule, { fix, at }: Fault): readonly string[] => {
  const [first = "", more = ""] =
    /(?:^|; or )([a-zA-Z._-]+(?: maxconn| queue| server| check)?:? \d+(?:s|ms)? fits)(?:[^;]*?(with [\w.-]+ \d+))?/
      .exec(fix)
      ?.slice(1) ?? [];
  return [first, more].flatMap((text) => {
    const [, name = "", value = ""] = /^(?:with )?(.+?):? (\d+\w*)/.exec(text) ?? [];
    const here = slug === "capacity/queue-room" ? at.path : OTHER_PLACES[slug]?.[name];
    const place = here ?? PLACES[name];
    return place === undefined ? [] : [`${place}=${value}`];
  });
};

const whole = (name: string, min: number, max: number) =>
  fc.integer({ min, max }).map((value) => `${name}=${value}`);
const seconds = (name: string, max: number) => whole(name, 1, max).map((set) => `${set}s`);

const settings = fc
  .tuple(
    whole("mirrorlist.wsgi.processes", 1, 130),
    whole("mirrorlist.wsgi.threads", 1, 8),
    whole("mirrorlist.server.max_children", 1, 200),
    whole("mirrorlist.server.request_queue_size", 1, 300),
    whole(`${LISTENER}.server.maxconn`, 1, 200),
    seconds(`${LISTENER}.server.inter`, 60),
    seconds(`${LISTENER}.timeout.queue`, 120),
    seconds(`${LISTENER}.timeout.server`, 120),
    seconds("storms.spike.over", 600),
    whole("storms.spike.requests", 1, 20_000),
    whole("storms.spike.service_time.mean", 1, 5000).map((set) => `${set}ms`),
    whole("apache.MaxRequestWorkers", 1, 900),
    whole("kernel.net.core.somaxconn", 1, 5000),
    whole("haproxy.global.maxconn", 100, 9000),
  )
  .chain((all) => fc.subarray(all));
const rarer = fc
  .tuple(
    whole("apache.ServerLimit", 1, 30),
    whole("apache.ThreadsPerChild", 1, 80),
    whole("mirrorlist.wsgi.listen-backlog", 1, 500),
    seconds("mirrorlist.wsgi.queue-timeout", 120),
    seconds("mirrorlist.wsgi.request-timeout", 120),
    seconds("mirrorlist.wsgi.socket-timeout", 120),
    seconds("mirrorlist.wsgi.inactivity-timeout", 900),
    seconds("storms.spike.every", 900),
    seconds("storms.spike.patience", 200),
    seconds(`${LISTENER}.timeout.check`, 60),
    seconds("haproxy.global.hard-stop-after", 120),
    whole(`${LISTENER}.maxconn`, 100, 9000),
    whole(`${LISTENER}.server.minconn`, 1, 20),
    fc.constantFrom(`${LISTENER}.balance=source`, `${LISTENER}.balance=leastconn`),
    whole(`${LISTENER}.server.maxqueue`, 1, 2000),
    fc.constant(`${LISTENER}.server.maxconn=0`),
    fc.constant("apache.mpm=prefork"),
  )
  .chain((all) => fc.subarray(all, { maxLength: 4 }));

describe("a value that a fix says fits", () => {
  it("makes the finding go", () => {
    fc.assert(
      fc.property(settings, rarer, (usual, more) => {
        const sets = [...usual, ...more];
        const fleet = load(sets);
        fc.pre(fleet !== undefined);
        for (const check of allRules.filter(({ slug }) => !OF_ITS_OWN.includes(slug))) {
          const [fault] = fleet === undefined ? [] : faultsOf(check, fleet);
          const fix = fault === undefined ? [] : offered(check, fault);
          if (fault === undefined || fix.length === 0) continue;
          const fixed = load([...sets, ...fix]);
          const left = fixed === undefined ? [] : faultsOf(check, fixed);
          expect(
            left.filter(
              (other) =>
                subjectText(other.subject) === subjectText(fault.subject) && other.at.path === fault.at.path,
            ),
            `${check.slug}: ${fault.fix} (${[...sets, ...fix].join(", ")})`,
          ).toEqual([]);
        }
      }),
    );
  });
});
