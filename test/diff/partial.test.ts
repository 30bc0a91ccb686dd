import { describe, expect, it } from "vitest";
import { allChecks } from "../../src/checks/all.js";
import { rolloutOrder } from "../../src/diff/partial.js";
import { environment, small } from "./fleets.js";

const CONNECT = "haproxy.listeners.mirror-lists.timeout.connect";
const MAXCONN = "haproxy.listeners.mirror-lists.server.maxconn";

describe("rolling out a part of a change", () => {
  it("finds that maxconn without the timeout is worse than none of the patch of May 2010", () => {
    const found = rolloutOrder(environment("before"), environment("prod"), allChecks);
    expect(found?.worseAlone.map(({ step, finding }) => `${step} ${finding.check}`)).toEqual([
      `${MAXCONN} haproxy/queue-timeout`,
    ]);
    expect(found?.stuck).toEqual([]);
    expect(found?.order.indexOf(CONNECT)).toBeLessThan(found?.order.indexOf(MAXCONN) ?? -1);
  });

  it("finds, on the way back, that the timeout must not go before maxconn", () => {
    const found = rolloutOrder(environment("prod"), environment("before"), allChecks);
    expect(found?.worseAlone.map(({ step }) => step)).toContain(CONNECT);
    expect(found?.order.indexOf(MAXCONN)).toBeLessThan(found?.order.indexOf(CONNECT) ?? -1);
  });

  it("takes what one host differs in together with the fleet's own value", () => {
    const found = rolloutOrder(environment("prod"), environment("tuned"), allChecks);
    expect(found?.order.filter((step) => step === MAXCONN)).toHaveLength(1);
  });

  it("names what can only be rolled out together", () => {
    const more =
      "mirrorlist: { wsgi: { processes: 60 } }\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: 28 } } } }";
    const found = rolloutOrder(small(), small(more), allChecks);
    expect(found?.worseAlone.map(({ step, finding }) => `${step} ${finding.check}`)).toContain(
      `${MAXCONN} capacity/app-slots`,
    );
    expect(found?.order).toEqual(["mirrorlist.wsgi.processes", MAXCONN]);
  });

  it("has nothing to say of a change in one part, or of a fleet too large to try", () => {
    expect(
      rolloutOrder(small(), small("mirrorlist: { wsgi: { processes: 50 } }"), allChecks),
    ).toBeUndefined();
    const many = "app_servers: { 'web[1-3000]': {} }\n";
    expect(
      rolloutOrder(
        small(many),
        small(
          `${many}retries: 2`.replace(
            "retries: 2",
            "haproxy: { defaults: { retries: 2, timeout: { queue: 20s } } }",
          ),
        ),
        allChecks,
      ),
    ).toBeUndefined();
  });
});
