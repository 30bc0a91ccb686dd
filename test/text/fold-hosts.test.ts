import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldHosts } from "../../src/text/fold-hosts.js";
import { expandHosts } from "../../src/text/hosts.js";

describe("foldHosts", () => {
  const cases: readonly [string, readonly string[], string][] = [
    ["folds neighbours into a range", ["app1", "app2", "app7"], "app1-2, app7"],
    ["folds what comes unsorted", ["app7", "app2", "app4", "app1", "app3"], "app1-4, app7"],
    ["names a host that is given twice once", ["app1", "app1", "app2"], "app1-2"],
    ["counts as people do: 2 before 10", ["app10", "app2", "app9"], "app2, app9-10"],
    ["keeps names apart, in their order", ["bapp1", "app5", "app6"], "app5-6, bapp1"],
    ["keeps zeros", ["proxy01", "proxy02", "proxy03"], "proxy01-03"],
    ["runs from zeros past them", ["proxy09", "proxy10", "proxy11"], "proxy09-11"],
    ["does not mix padded numbers with plain ones", ["app1", "app02", "app3"], "app1, app02, app3"],
    ["tells app1 from app01", ["app1", "app01"], "app1, app01"],
    ["puts a name without a number before its numbered ones", ["app1", "app"], "app, app1"],
    [
      "puts a range before a domain in brackets",
      ["app1.example.org", "app2.example.org"],
      "app[1-2].example.org",
    ],
    [
      "counts by the first label, not by the domain",
      ["app1.dc2", "app2.dc2", "app1.dc3"],
      "app[1-2].dc2, app1.dc3",
    ],
    ["puts a range behind a dash in brackets", ["web-1", "web-2"], "web-[1-2]"],
    [
      "puts every range in brackets where a name looks like one",
      ["web1-2", "app1", "app2"],
      "app[1-2], web1-2",
    ],
    [
      "leaves serial numbers alone",
      ["n12345678901234567", "n12345678901234568"],
      "n12345678901234567, n12345678901234568",
    ],
    ["says nothing of no hosts", [], ""],
  ];
  it.each(cases)("%s", (_, hosts, expected) => {
    expect(foldHosts(hosts)).toBe(expected);
  });

  it("names a handful of ranges and counts the hosts of the rest", () => {
    const odd = Array.from({ length: 50 }, (_, i) => `app${2 * i + 1}`);
    expect(foldHosts([...odd, "app200", "app201"])).toBe("app1, app3, app5, app7, app9, app11 and 46 more");
    expect(foldHosts(["app1", "app3"], 1)).toBe("app1 and 1 more");
    expect(foldHosts(["app1", "app3"], 0)).toBe("2 hosts");
  });

  it("folds a hundred thousand hosts, however they are shuffled", () => {
    const hosts = Array.from({ length: 100_000 }, (_, i) => `node${(i * 7919) % 100_000}`);
    expect(foldHosts(hosts)).toBe("node0-99999");
    expect(foldHosts(hosts.filter((host) => /[02468]$/.test(host)))).toMatch(
      /^node0, node2, .* and 49,994 more$/,
    );
  });

  it("names exactly the hosts it was given", () => {
    const name = fc.constantFrom("app", "b", "web-", "r1n", "x.y");
    const number = fc.oneof(
      fc.nat(12).map(String),
      fc.nat(120).map((n) => String(n).padStart(3, "0")),
      fc.constant(""),
    );
    const domain = fc.constantFrom("", ".dc1.example.org", "b");
    const host = fc.tuple(name, number, domain).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.array(host), (hosts) => {
        const text = foldHosts(hosts, Number.POSITIVE_INFINITY);
        const named = text === "" ? [] : text.split(", ").flatMap(unfold);
        expect(named.toSorted()).toEqual([...new Set(hosts)].toSorted());
      }),
      { numRuns: 500 },
    );
  });
});

/** The hosts of one range, as inventories expand it. */
const unfold = (range: string): readonly string[] => {
  const expanded = expandHosts(range.replace(/^([^[]*?)(\d+-\d+)$/, "$1[$2]"));
  return expanded.ok ? expanded.hosts : [`unreadable: ${range}`];
};
