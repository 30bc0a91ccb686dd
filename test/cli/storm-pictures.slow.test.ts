import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, ownProject, TODAY } from "./mmconf.js";

describe("the pictures of a storm", () => {
  it("are a page of simulate, two environments side by side", () => {
    const { out, code, err } = mmconf([
      "simulate",
      "--env",
      "before",
      "--compare",
      "tuned",
      "--runs",
      "2",
      "--format",
      "html",
    ]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toMatch(/<title>mmconf simulate: before and tuned<\/title>/);
    const headings = [...out.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, heading]) => heading);
    expect(headings).toEqual(["Figures", "Over time", "Waiting time", "Proxies", "App servers"]);
    expect(out.match(/class="plot tall"/g)).toHaveLength(2);
    for (const title of ["Busy slots", "Answers", "Answered 500, 503 or 504"])
      expect(out.match(new RegExp(`<strong>${title}</strong>`, "g"))).toHaveLength(2);
    for (const server of ["app1", "app2", "app3", "app4", "app7"])
      expect(out.match(new RegExp(`<strong>${server}</strong>`, "g"))).toHaveLength(2);
    expect(out).not.toMatch(/<script|https?:/);
  });

  it("have a side for each value of a sweep", () => {
    const path = "haproxy.listeners.mirror-lists.server.maxconn";
    const { out } = mmconf([
      "simulate",
      "--env",
      "prod",
      "--sweep",
      `${path}=5..15:5`,
      "--runs",
      "1",
      "--format",
      "html",
    ]);
    for (const value of [5, 10, 15]) expect(out).toContain(`<th scope="col">prod, ${value}</th>`);
  });

  it("stand in the page of a diff, before and after", () => {
    const { out, code } = mmconf([
      "diff",
      "before",
      "tuned",
      "--format",
      "html",
      "--storm",
      "release-day",
      ...TODAY,
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(/<h3 id="[^"]+">Storm release-day<\/h3>/);
    expect(out).toContain("before: before");
    expect(out).toContain("after: tuned");
    const plain = mmconf(["diff", "before", "tuned", "--format", "html", ...TODAY]).out;
    expect(plain).not.toMatch(/Storm release-day/);
  });

  it("stand in the page of a review", () => {
    const project = ownProject();
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.org", ...args], {
        cwd: project,
      });
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("commit", "-qm", "one");
    const file = join(project, "inventories/tuned.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("maxconn: 37", "maxconn: 30"));
    const { out } = mmconf(
      ["review", "--base", "main", "--format", "html", "--storm", "release-day", ...TODAY],
      project,
    );
    expect(out).toMatch(/Storm release-day/);
    expect(out).toMatch(/before: tuned at main/);
  });

  it("say why there is nothing to draw, and in which format they come", () => {
    const { out } = mmconf(["diff", "before", "tuned", "--format", "html", "--storm", "flood", ...TODAY]);
    expect(out).toMatch(/Not simulated: before: before has no storm flood: there are release-day\./);
    for (const format of ["text", "patch", "json", "markdown"])
      expect(
        mmconf(["diff", "before", "tuned", "--format", format, "--storm", "release-day", ...TODAY]),
      ).toMatchObject({
        code: 2,
        out: "",
        err: expect.stringMatching(/--storm .*--format html/),
      });
  });
});
