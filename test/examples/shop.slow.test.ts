import { describe, expect, it } from "vitest";
import { mmconf } from "../cli/mmconf.js";

const TODAY = ["--today", "2026-12-01"];
const example = (...args: string[]) => mmconf(["-C", "examples/shop", ...args]);
const findings = (...sets: string[]): readonly { rule: string; subject: string; figures: object }[] =>
  JSON.parse(example("validate", ...TODAY, "--format", "json", ...sets.flatMap((set) => ["--set", set])).out)
    .findings;

describe("examples/shop: several services behind one frontend", () => {
  it("breaks no rule but for infos", () => {
    const { code, out } = example("validate", ...TODAY, "--fail-on", "warning");
    expect([code, out]).toEqual([0, expect.stringMatching(/no errors/)]);
  });

  it("gives each host the files of its own services", () => {
    const manifest = JSON.parse(example("render", "--stdout", "manifest.json").out);
    const hosts = manifest.artefacts.map(
      ({ path, hosts: on }: { path: string; hosts: readonly string[] }) => [
        path.replace(/^.*\//, ""),
        on.length,
      ],
    );
    expect(hosts).toEqual([
      ["admin.conf", 2],
      ["shop.conf", 6],
      ["haproxy.cfg", 2],
      ["99-mmconf.conf", 12],
    ]);
    expect(example("render", "--stdout", "shop.conf").out).toMatch(/MaxRequestWorkers 400/);
    expect(example("render", "--stdout", "admin.conf").out).not.toMatch(/MaxRequestWorkers/);
  });

  it("writes the frontend's rules behind its ACLs, and a backend for each service", () => {
    const { out } = example("render", "--stdout", "haproxy.cfg");
    expect(out).toMatch(/acl is_api [^\n]*\n[\s\S]*use_backend admin if is_admin\n[^\n]*use_backend api/);
    expect(out.match(/^backend +\w+$/gm)).toHaveLength(3);
    expect(out.match(/^ +server +api\d api\d:8000 check inter 2s maxconn 3$/gm)).toHaveLength(4);
  });

  it.each([
    [
      "haproxy.backends.shop.server.maxconn=80",
      "capacity/app-slots",
      "shop@web1",
      { demand: 160, slots: 150 },
    ],
    ["haproxy.backends.api.server.maxconn=9", "capacity/app-slots", "api@api1", { demand: 18, slots: 9 }],
    ["services.admin.wsgi.processes=70", "capacity/memory", "shop@web1", { processes: 10 }],
    ["apache.MaxRequestWorkers=150", "apache/shared-workers", "shop@web1", { for_slots: 150 }],
    ["haproxy.frontends.web.maxconn=25000", "haproxy/frontend-maxconn", "web", { maxconn: 25_000 }],
    ["storms.sale.requests=100000", "capacity/storm-throughput", "api", { slots: 36 }],
  ])("%s is found by %s on %s", (set, rule, subject, figures) => {
    const found = findings(set).filter((one) => one.rule === rule && one.subject === subject);
    expect(found).toMatchObject([{ figures }]);
  });

  it("serves its storm in simulation", () => {
    const { requests, answered } = JSON.parse(example("simulate", "--runs", "2", "--format", "json").out);
    expect(requests).toBe(20_000);
    expect(answered.mean).toBeGreaterThan(0.999);
  });
});
