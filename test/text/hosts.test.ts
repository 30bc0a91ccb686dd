import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareHosts, expandHosts, isHost } from "../../src/text/hosts.js";
import { loadOnBase, problemsOf } from "../inventory/from-text.js";

const names = fc.stringMatching(/^[ab01][ab012.-]{0,6}$/);

describe("the order of hosts", () => {
  it("is the one in which people count", () => {
    const ordered = ["1", "2", "10", "a", "a01b", "a1", "a2", "a2b", "a2b1", "a10", "a-1", "a.b", "ab", "b"];
    expect(ordered.toReversed().sort(compareHosts)).toEqual(ordered);
  });

  it("is an order: a name is equal to itself alone, and what is before something is before what follows it", () => {
    fc.assert(
      fc.property(names, names, names, (a, b, c) => {
        expect(Math.sign(compareHosts(a, b))).toBe(-Math.sign(compareHosts(b, a)) + 0);
        expect(compareHosts(a, b) === 0).toBe(a === b);
        if (compareHosts(a, b) < 0 && compareHosts(b, c) < 0) expect(compareHosts(a, c)).toBeLessThan(0);
      }),
    );
  });
});

describe("a host's name", () => {
  it("stands for itself, and is what expanding a range gives", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(isHost(name)).toBe(true);
        expect(expandHosts(name)).toEqual({ ok: true, hosts: [name] });
      }),
    );
    const expanded = expandHosts("r[1-2]n[09-10]");
    expect(expanded).toEqual({ ok: true, hosts: ["r1n09", "r1n10", "r2n09", "r2n10"] });
    expect(expanded.ok && expanded.hosts.every(isHost)).toBe(true);
  });
});

describe("ranges that share hosts", () => {
  const clashes = (...ranges: readonly string[]) =>
    problemsOf(
      loadOnBase(`app_servers:\n${ranges.map((range) => `  ${range}: { memory: 4GiB }\n`).join("")}`),
    ).map((line) => / (\S+) and (\S+) \(line (\d+)\) both name (\w+)/.exec(line)?.slice(1).join(" "));

  it("are fine where the later lies inside the earlier, however deep", () => {
    expect(clashes("web[1-8]", "web[1-4]", "web[1-2]", "web[5-8]")).toEqual([]);
  });

  it("are fine where a single host stands between them", () => {
    expect(clashes("web[1-4]", "web5", "web[5-6]")).toEqual([]);
  });

  it("clash where neither holds the other: each is told once, with the earliest that it cuts", () => {
    expect(clashes("web[1-4]", "web[3-6]", "web[2-7]")).toEqual([
      "web[3-6] web[1-4] 3 web3",
      "web[2-7] web[1-4] 3 web2",
    ]);
  });

  it("clash with an earlier range even inside another", () => {
    expect(clashes("web[1-9]", "web[1-4]", "web[4-5]")).toEqual(["web[4-5] web[1-4] 4 web4"]);
  });
});
