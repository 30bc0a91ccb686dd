import { describe, expect, it } from "vitest";
import type { Capacity } from "../../src/diff/consequences.js";
import { capacityOf } from "../../src/diff/consequences.js";
import { possibleAnswers } from "../../src/diff/flags.js";
import { small } from "./fleets.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const rest = (settings: string): string => `haproxy: { listeners: { rest: { bind: ":81", ${settings} } } }`;

describe("the capacity of a fleet", () => {
  it.each<[string, string, Partial<Capacity>]>([
    [
      "is that of the server with the least room",
      "app_servers: { app3: { mirrorlist: { wsgi: { processes: 43 } } } }",
      { slots: 43, headroom: 1 },
    ],
    [
      "counts servers that are bounded first",
      listener("servers: { app2: { maxconn: 0 } }"),
      { headroom: null, demand: null, demandWithChecks: null },
    ],
    [
      "is none of servers that nobody sends to",
      listener("hosts: [app1, backup1]"),
      { served: 40, servedOneDown: 0, servedByBackups: 40 },
    ],
    ["has no backups to serve where there are none", "backups: null", { servedByBackups: 0 }],
    [
      "has no slots without a service",
      `mirrorlist: null\n${listener("slots: null")}`,
      {
        slots: undefined,
        demand: undefined,
        headroom: undefined,
        served: undefined,
        servedOneDown: undefined,
        servedByBackups: undefined,
        detection: undefined,
        queue: undefined,
        longestWait: undefined,
        memoryLeft: undefined,
      },
    ],
    [
      "has the slowest listener's detection",
      rest("slots: mirrorlist, server: { port: 80, check: true, inter: 9s, maxconn: 1 }"),
      { detection: 54_000, recovery: 18_000 },
    ],
    [
      "has the detection of the slowest server",
      listener("servers: { app2: { inter: 9s } }"),
      { detection: 54_000, recovery: 18_000 },
    ],
    [
      "has no memory left on a server that nobody sends to",
      `app_servers: { app3: { memory: 3GiB } }\n${listener("hosts: [app1, app2, backup1]")}`,
      { memoryLeft: 1847 * 2 ** 20 },
    ],
    [
      "has a wait without limit where the first of its listeners has",
      'haproxy: { defaults: { timeout: { server: null } }, listeners: { rest: { bind: ":81", slots: mirrorlist, timeout: { server: 9s }, server: { port: 80, maxconn: 1 } } } }',
      { longestWait: null },
    ],
    [
      "has no detection without checks",
      listener("server: { check: false }"),
      { detection: undefined, recovery: undefined },
    ],
    [
      "has the longest of the waits",
      rest("slots: mirrorlist, timeout: { queue: 40s }, server: { port: 80, maxconn: 1 }"),
      { queue: 40_000, longestWait: 110_000 },
    ],
    [
      "has a wait without limit where one listener has",
      'haproxy: { defaults: { timeout: { server: null } }, listeners: { mirror-lists: { timeout: { server: 9s } }, rest: { bind: ":81", slots: mirrorlist, server: { port: 80, maxconn: 1 } } } }',
      { longestWait: null },
    ],
    // 4096 - 700 - 45 x 25 - 45 x 8 - 64 MiB; app2 has 4 GiB more.
    [
      "has the memory of the host with the least left",
      "app_servers: { app2: { memory: 8GiB } }",
      { memoryLeft: 1847 * 2 ** 20 },
    ],
    [
      "counts one role only, the active one",
      "backups: { 'backup[1-2]': { mirrorlist: { wsgi: { processes: 9 } } } }",
      { slots: 45 },
    ],
  ])("%s", (_what, text, expected) => {
    expect(capacityOf(small(text))).toMatchObject(expected);
  });
});

describe("the failed answers that overload can lead to", () => {
  const flags = (text: string) => possibleAnswers(small(text)).map(({ flags: found }) => found);
  const CROWDED = "server: { maxconn: 60 }";

  it.each([
    ["those of a queue and of a slow answer, where all fit", "", ["sQ", "sH"]],
    ["none of a queue that nothing fills", listener("server: { maxconn: null, check: false }"), ["sC", "sH"]],
    [
      "none of a queue without limit",
      "haproxy: { defaults: { timeout: { queue: null, connect: null } } }",
      ["sH"],
    ],
    [
      "none of a slow answer without timeout server",
      "haproxy: { defaults: { timeout: { server: null } } }",
      ["sQ"],
    ],
    ["those of busy servers, where more may come than fit", listener(CROWDED), ["sQ", "SC", "sH"]],
    ["none of checks that are not there", listener("server: { maxconn: 60, check: false }"), ["sQ", "sH"]],
    [
      "that of a checked server among others",
      listener("server: { maxconn: 60, check: false }, servers: { app2: { check: true } }"),
      ["sQ", "SC", "sH"],
    ],
    [
      "that of a full queue under a hash",
      listener("balance: source, servers: { app1: { maxqueue: 9 } }"),
      ["sQ", "SQ", "sH"],
    ],
    ["none of a full queue under another algorithm", listener("server: { maxqueue: 9 }"), ["sQ", "sH"]],
    ["just fitting is not crowded", "mirrorlist: { wsgi: { processes: 42 } }", ["sQ", "sH"]],
    ["one too many is", "mirrorlist: { wsgi: { processes: 41 } }", ["sQ", "SC", "sH"]],
    [
      "none of checks that open a connection only, where there is a place for it",
      listener(`${CROWDED}, option: { httpchk: null }`),
      ["sQ", "sH"],
    ],
    // 2 x 60 requests and 2 checks: 25 workers, a backlog of 96, and the one that Linux takes on top.
    [
      "none of a full backlog, where it holds all that may come",
      `${listener(CROWDED)}\napache: { MaxRequestWorkers: 25, ListenBackLog: 96 }`,
      ["sQ", "SC", "sH"],
    ],
    [
      "that of a full backlog, where one more may come",
      `${listener(CROWDED)}\napache: { MaxRequestWorkers: 25, ListenBackLog: 95 }`,
      ["sQ", "SC", "sC", "sH"],
    ],
    [
      "that of a full backlog, where the kernel cuts it",
      `${listener(`${CROWDED}, option: { httpchk: null }`)}\napache: { MaxRequestWorkers: 25, ListenBackLog: 96 }\nkernel: { net.core.somaxconn: 95 }`,
      ["sQ", "SC", "sC", "sH"],
    ],
    ["that of a backlog that other listeners fill", rest("server: { port: 80 }"), ["sQ", "SC", "sC", "sH"]],
    [
      "none of a backlog that other listeners can't fill",
      rest("server: { port: 80, maxconn: 9 }"),
      ["sQ", "sH"],
    ],
    [
      "none of a connection without timeout connect",
      `haproxy: { defaults: { timeout: { queue: null, connect: null } }, listeners: { mirror-lists: { server: { maxconn: null } } } }`,
      ["SC", "sH"],
    ],
    [
      "those of the one of two listeners that has timeouts, a queue and checks",
      `haproxy: { defaults: { timeout: { queue: null, connect: null, server: null } }, listeners: { mirror-lists: { ${CROWDED}, timeout: { queue: 9s, connect: 5s, server: 9s } }, rest: { bind: ":81", slots: mirrorlist, server: { port: 80 } } } }`,
      ["sQ", "SC", "sC", "sH"],
    ],
    [
      "those of one of two listeners",
      rest("slots: mirrorlist, balance: source, server: { port: 80, maxconn: 1, maxqueue: 9 }"),
      ["sQ", "SQ", "sH"],
    ],
  ])("are %s", (_what, text, expected) => {
    expect(flags(text)).toEqual(expected);
  });

  it("have their status and a meaning", () => {
    for (const { flags: found, status, meaning } of possibleAnswers(
      small(
        listener(
          `${CROWDED}, balance: source, server: { maxconn: 60, maxqueue: 9 }`.replace(`${CROWDED}, `, ""),
        ),
      ),
    )) {
      expect(status).toBe(found === "sH" ? 504 : 503);
      expect(meaning).toMatch(/^(waited|found|got) /);
    }
  });
});
