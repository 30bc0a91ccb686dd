import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandHosts, isHost } from "../../src/text/hosts.js";
import { loadOnBase, problemsOf } from "./from-text.js";

const names = fc.stringMatching(/^[ab01][ab012.-]{0,6}$/);

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
