import { describe, expect, it } from "vitest";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;
const wsgi = (options: string): string => `mirrorlist: { wsgi: { ${options} } }`;
const site = (options: string): string =>
  `mirrorlist: { site: { script: /srv/app.wsgi, urls: [/a, /b]${options} } }`;
const UNBOUNDED = listener("server: { maxconn: null }");
const LINES = (...parts: readonly string[]): string => parts.join("\n");

describe("apache/max-request-workers", () => {
  it("counts the workers that Apache starts, not those it is asked for", () => {
    const [fault] = verdictsOn(
      "apache/max-request-workers",
      "apache: { MaxRequestWorkers: 64, ServerLimit: 1 }",
    );
    expect(fault).toMatchObject({
      kind: "fault",
      figures: { max_request_workers: 25, slots: 45 },
      at: { path: "apache.ServerLimit" },
      fix: "MaxRequestWorkers 50 fits, with ServerLimit 2",
    });
  });

  it("asks for just as many as there are slots where no MPM is named", () => {
    const text = "apache: { mpm: null, MaxRequestWorkers: 44 }";
    expect(faultsOn("apache/max-request-workers", text)[0]).toContain("(MaxRequestWorkers 45 fits)");
  });

  it("warns where the slots are reached, but not all that the proxies may send", () => {
    const said = faultsOn(
      "apache/max-request-workers",
      LINES(listener("server: { maxconn: 30 }"), "apache: { MaxRequestWorkers: 50 }"),
    );
    expect(said[0]).toMatch(/^warning .* 50 .* 62\b.*\(MaxRequestWorkers 75\b/);
  });
});

describe("apache/threads-per-child", () => {
  it("tells that fewer workers than a process has threads become a process", () => {
    expect(faultsOn("apache/threads-per-child", "apache: { MaxRequestWorkers: 20 }")[0]).toContain(
      "raises MaxRequestWorkers 20 to 25",
    );
  });

  it("has nothing to say of prefork, whose processes have one thread", () => {
    expect(kindsOn("apache/threads-per-child", "apache: { mpm: prefork, MaxRequestWorkers: 7 }")).toEqual([]);
  });
});

describe("apache/listen-backlog", () => {
  it("counts the backlog that the kernel gives", () => {
    const text = LINES(UNBOUNDED, wsgi("listen-backlog: 1000"), "kernel: { net.core.somaxconn: 128 }");
    const [fault] = verdictsOn("apache/listen-backlog", text);
    expect(fault).toMatchObject({
      figures: { backlog: 128, waiting: 355 },
      at: { path: "kernel.net.core.somaxconn" },
    });
  });

  it("finds nothing to wait where maxconn keeps the requests within the slots", () => {
    expect(kindsOn("apache/listen-backlog", wsgi("listen-backlog: 1"))).toEqual(["pass"]);
  });

  it("takes no more to be waiting than Apache has workers for", () => {
    expect(kindsOn("apache/listen-backlog", LINES(UNBOUNDED, "apache: { MaxRequestWorkers: 125 }"))).toEqual([
      "pass",
    ]);
  });
});

describe("apache/queue-timeout", () => {
  it("finds one that outlasts HAProxy's patience, and names the longest that fits", () => {
    const said = faultsOn("apache/queue-timeout", LINES(UNBOUNDED, wsgi("queue-timeout: 90s")));
    expect(said[0]).toMatch(/90 s; .* 50 s \(queue-timeout 50s/);
  });

  it("has nothing to ask for while all requests find a slot", () => {
    expect(kindsOn("apache/queue-timeout", "")).toEqual(["pass"]);
  });
});

describe("apache/request-timeout", () => {
  it("finds that there is none", () => {
    expect(faultsOn("apache/request-timeout", wsgi("request-timeout: null"))[0]).toMatch(
      /app1 .*forever; .* 50 s \(request-timeout 45s/,
    );
  });

  it("leaves one that is past timeout server by itself to time/request-timeout", () => {
    const text = wsgi("request-timeout: 60s");
    expect(kindsOn("apache/request-timeout", text)).toEqual(["pass"]);
    expect(kindsOn("time/request-timeout", text)).toEqual(["fault"]);
  });

  it("adds the time in which the process is killed", () => {
    expect(faultsOn("apache/request-timeout", wsgi("request-timeout: 46s"))[0]).toContain(
      "keeps its slot for 51 s",
    );
  });
});

describe("apache/graceful-timeout", () => {
  it("says nothing of processes with one thread, which are idle when they reach their limit", () => {
    expect(kindsOn("apache/graceful-timeout", "storms: { spike: { service_time: { mean: 10s } } }")).toEqual(
      [],
    );
  });

  it("proposes a value that it accepts", () => {
    const storm = "storms: { spike: { service_time: { mean: 10s } } }";
    const [said] = faultsOn("apache/graceful-timeout", LINES(wsgi("threads: 2"), storm));
    const fits = /graceful-timeout (\d+s) fits/.exec(said ?? "")?.[1];
    expect(
      kindsOn("apache/graceful-timeout", LINES(wsgi(`threads: 2, graceful-timeout: ${fits}`), storm)),
    ).toEqual(["pass"]);
  });
});

describe("apache/maximum-requests", () => {
  const fast = "storms: { spike: { service_time: { mean: 20ms } } }";

  it("finds less of a gap in the main interpreter", () => {
    const text = LINES(site(', application-group: "%{GLOBAL}"'), fast);
    expect(kindsOn("apache/maximum-requests", text)).toEqual(["pass"]);
    expect(kindsOn("apache/maximum-requests", LINES(site(""), fast))).toEqual(["fault"]);
  });

  it("reads the interpreter from a raw line too", () => {
    const raw = 'apache: { directives: ["WSGIApplicationGroup %{GLOBAL}"] }';
    expect(kindsOn("apache/maximum-requests", LINES(raw, fast))).toEqual(["pass"]);
  });

  it("proposes a value that it accepts", () => {
    const [said] = faultsOn("apache/maximum-requests", fast);
    const fits = /maximum-requests (\d+) fits/.exec(said ?? "")?.[1];
    expect(kindsOn("apache/maximum-requests", LINES(wsgi(`maximum-requests: ${fits}`), fast))).toEqual([
      "pass",
    ]);
  });

  it("has nothing to say where processes are never replaced", () => {
    expect(kindsOn("apache/maximum-requests", LINES(wsgi("maximum-requests: 0"), fast))).toEqual([]);
  });
});

describe("apache/process-group", () => {
  it.each([
    ["the site's own", site(", process-group: mirrorlist"), "pass"],
    ["a raw line", LINES(site(""), "apache: { directives: [WSGIProcessGroup mirrorlist] }"), "pass"],
    ["Apache's own workers", site(', process-group: "%{GLOBAL}"'), "fault"],
  ])("takes %s", (_what, text, kind) => {
    expect(kindsOn("apache/process-group", text)).toEqual([kind]);
  });

  it("calls a group that there is not an error", () => {
    expect(faultsOn("apache/process-group", site(", process-group: wiki"))[0]).toMatch(/^error /);
  });

  it("says nothing where mmconf does not mount the script", () => {
    expect(kindsOn("apache/process-group", "")).toEqual([]);
  });
});

describe("apache/application-group", () => {
  it("says nothing of a script behind one URL", () => {
    expect(
      kindsOn("apache/application-group", "mirrorlist: { site: { script: /srv/app.wsgi, urls: [/a] } }"),
    ).toEqual([]);
  });
});

describe("apache/display-name", () => {
  it("finds that there is none", () => {
    expect(faultsOn("apache/display-name", wsgi("display-name: null"))[0]).toContain(
      "can't tell the 45 daemon processes",
    );
  });

  it("counts the characters that the name of the group is shown with", () => {
    expect(faultsOn("apache/display-name", wsgi('display-name: "%{GROUP}"'))[0]).toContain(
      "shows (wsgi:mirrorlis of (wsgi:mirrorlist)",
    );
  });
});

describe("apache/shared-workers", () => {
  const wiki = (settings: string): string =>
    `haproxy: { listeners: { wiki: { bind: "0.0.0.0:10001", balance: roundrobin, ${settings} } } }`;

  it("adds up what all listeners may take, and names the maxconn that leaves the slots theirs", () => {
    const said = faultsOn("apache/shared-workers", wiki("server: { port: 80, maxconn: 200 }"))[0];
    expect(said).toContain("all listeners together may take 442 Apache workers on app1; it has 400");
    expect(said).toContain("maxconn 179 on the server lines of wiki fits");
    expect(kindsOn("apache/shared-workers", wiki("server: { port: 80, maxconn: 179 }"))).toEqual(["pass"]);
  });

  it("takes the listener's maxconn for a bound", () => {
    expect(kindsOn("apache/shared-workers", wiki("maxconn: 100, server: { port: 80 }"))).toEqual(["pass"]);
  });

  it("leaves listeners on another port alone: that is not the same Apache", () => {
    expect(kindsOn("apache/shared-workers", wiki("server: { port: 8080 }"))).toEqual([]);
  });

  it("tells of the hosts that share, and of no others", () => {
    const faults = verdictsOn("apache/shared-workers", wiki('hosts: ["app[2-3]"], server: { port: 80 }'));
    expect(faults).toMatchObject([
      { subject: { service: "mirrorlist", host: "app2" }, hosts: ["app2", "app3"] },
    ]);
  });
});
