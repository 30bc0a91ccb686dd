import { describe, expect, it } from "vitest";
import { allRules, builtIn } from "../../src/api/built-in.js";
import { rolloutOrder } from "../../src/diff/partial.js";
import { defineRule, fault, pass } from "../../src/rules/define.js";
import { nodeAt } from "../../src/yaml/node.js";
import { environment, small } from "./fleets.js";

const CONNECT = "haproxy.listeners.mirror-lists.timeout.connect";
const MAXCONN = "haproxy.listeners.mirror-lists.server.maxconn";

describe("rolling out a part of a change", () => {
  it("finds that maxconn without the timeout is worse than none of the patch of May 2010", () => {
    const found = rolloutOrder(environment("before"), environment("prod"), {
      rules: allRules,
      targets: builtIn,
    });
    expect(found?.worseAlone.map(({ step, finding }) => `${step} ${finding.rule}`)).toEqual([
      `${MAXCONN} haproxy/queue-timeout`,
    ]);
    expect(found?.stuck).toEqual([]);
    expect(found?.order.indexOf(CONNECT)).toBeLessThan(found?.order.indexOf(MAXCONN) ?? -1);
  });

  it("finds, on the way back, that the timeout must not go before maxconn", () => {
    const found = rolloutOrder(environment("prod"), environment("before"), {
      rules: allRules,
      targets: builtIn,
    });
    expect(found?.worseAlone.map(({ step }) => step)).toContain(CONNECT);
    expect(found?.order.indexOf(MAXCONN)).toBeLessThan(found?.order.indexOf(CONNECT) ?? -1);
  });

  it("takes what one host differs in together with the fleet's own value", () => {
    const found = rolloutOrder(environment("prod"), environment("tuned"), {
      rules: allRules,
      targets: builtIn,
    });
    expect(found?.order.filter((step) => step === MAXCONN)).toHaveLength(1);
  });

  it("names what can only be rolled out together", () => {
    const more =
      "mirrorlist: { wsgi: { processes: 60 } }\nhaproxy: { listeners: { mirror-lists: { server: { maxconn: 28 } } } }";
    const found = rolloutOrder(small(), small(more), { rules: allRules, targets: builtIn });
    expect(found?.worseAlone.map(({ step, finding }) => `${step} ${finding.rule}`)).toContain(
      `${MAXCONN} capacity/app-slots`,
    );
    expect(found?.order).toEqual(["mirrorlist.wsgi.processes", MAXCONN]);
  });

  it("takes what can't stand by itself after what it needs", () => {
    const more = 'haproxy: { listeners: { rest: { slots: mirrorlist, balance: first, bind: ":81" } } }';
    const found = rolloutOrder(small(), small(more), { rules: allRules, targets: builtIn });
    const rest = "haproxy.listeners.rest";
    expect(found?.order[0]).toBe(`${rest}.bind`);
    expect(found?.order.toSorted()).toEqual([`${rest}.balance`, `${rest}.bind`, `${rest}.slots`]);
    expect(found?.stuck).toEqual([]);
  });

  it("names the parts that are worse alone, each of them, as stuck", () => {
    const together = defineRule({
      slug: "test/together",
      severity: "error",
      title: "",
      why: "",
      how: "",
      fix: "",
      source: [],
      run: ({ node }) => {
        const [one, other] = [nodeAt(node, "apache", "ServerLimit"), nodeAt(node, "apache", "ThreadLimit")];
        const found = { subject: "apache", message: "", why: "", fix: "", at: node.origin, figures: {} };
        return [(one === undefined) === (other === undefined) ? pass : fault(found)];
      },
    });
    const found = rolloutOrder(small(), small("apache: { ServerLimit: 20, ThreadLimit: 64 }"), {
      rules: [together],
      targets: builtIn,
    });
    expect(found?.order).toEqual([]);
    expect(found?.stuck).toEqual(["apache.ServerLimit", "apache.ThreadLimit"]);
    expect(found?.worseAlone.map(({ step }) => step)).toEqual(found?.stuck);
  });

  it.each([
    ["before", "app_servers: { 'web[1-2001]': {} }", ""],
    ["after", "", "app_servers: { 'web[1-2001]': {} }"],
  ])("has nothing to say of a fleet that is too large %s", (_when, before, after) => {
    const two = "haproxy: { defaults: { retries: 2, timeout: { queue: 20s } } }";
    expect(
      rolloutOrder(small(before), small(`${after}\n${two}`), { rules: [], targets: builtIn }),
    ).toBeUndefined();
    expect(rolloutOrder(small(), small(two), { rules: [], targets: builtIn })).toBeDefined();
  });

  it("has nothing to say of a change in one part, or of a fleet too large to try", () => {
    expect(
      rolloutOrder(small(), small("mirrorlist: { wsgi: { processes: 50 } }"), {
        rules: allRules,
        targets: builtIn,
      }),
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
        { rules: allRules, targets: builtIn },
      ),
    ).toBeUndefined();
  });
});
