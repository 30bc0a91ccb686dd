import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, temporaryFolder } from "./mmconf.js";

const FAULTY = `global
    maxconn 1000
frontend web
    maxconn 2000
    default_backend app
backend app
    server a 10.0.0.1:80 check
    server b 10.0.0.1:80 check
    server c 10.0.0.3:80
`;
const FINE = "global\n    maxconn 1000\nlisten l\n    bind :80\n    server a 10.0.0.1:80\n";

/** Runs check in a folder of its own that is no project. */
const check = (files: Readonly<Record<string, string | Buffer>>, ...args: readonly string[]) => {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return mmconf(["check", ...args], folder);
};

describe("mmconf check", () => {
  it("shows each fault at its place in the file, without an inventory", () => {
    const { code, out, err } = check({ "haproxy.cfg": FAULTY }, "haproxy.cfg");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const place of ["haproxy.cfg:4:13", "haproxy.cfg:8:14", "haproxy.cfg:9:12"])
      expect(out).toContain(place);
    expect(out).toContain("3 warnings, no errors");
    expect(out).not.toContain("environment");
  });

  it("passes what has no fault", () => {
    expect(check({ "a.cfg": FINE }, "a.cfg", "--fail-on", "info")).toMatchObject({ code: 0, err: "" });
  });

  it("exits with 1 where a finding is as bad as asked for, or HAProxy would not start", () => {
    expect(check({ "a.cfg": FAULTY }, "a.cfg", "--fail-on", "warning").code).toBe(1);
    expect(check({ "a.cfg": `${FINE}    log 'x\n` }, "a.cfg").code).toBe(1);
  });

  it("takes several files for one configuration", () => {
    const files = { "a.cfg": "global\n    maxconn 10\ndefaults\n    maxconn 20\n", "b.cfg": "frontend f\n" };
    expect(check(files, "a.cfg", "b.cfg").out).toContain("a.cfg:4:13");
    expect(check(files, "a.cfg").out).not.toContain("a.cfg:4:13");
  });

  it.each(["json", "sarif", "gitlab"])("reports as %s", (format) => {
    const { out } = check({ "haproxy.cfg": FAULTY }, "haproxy.cfg", "--format", format);
    expect(JSON.stringify(JSON.parse(out))).toMatch(/duplicate-address.*haproxy\.cfg/);
  });

  it("explains its rules, and has them in a SARIF catalogue", () => {
    expect(mmconf(["explain", "cfg/set-twice"], temporaryFolder())).toMatchObject({ code: 0, err: "" });
    const { out } = check({ "a.cfg": FINE }, "a.cfg", "--format", "sarif");
    expect(out).toContain("cfg/set-twice");
  });

  it("annotates a pull request", () => {
    const { out } = check({ "haproxy.cfg": FAULTY }, "haproxy.cfg", "--format", "github");
    expect(out).toContain("::warning file=haproxy.cfg,line=8,col=14,");
  });

  it.each<readonly [string, string | Buffer, RegExp]>([
    ["nothing", "", /empty/],
    ["a template", "backend b\n  server {{ a }}\n", /template/],
    ["an inventory", "mmconf: 1\n", /no section/],
    ["a program", Buffer.from("\x7fELF\0\0\0"), /binary/],
  ])("refuses %s with 2", (_, text, why) => {
    const { code, out, err } = check({ "a.cfg": text }, "a.cfg");
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(why);
  });

  it("refuses a folder, and what is not there, with 2", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "conf.d"));
    expect(mmconf(["check", "conf.d"], folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/folder/),
    });
    expect(mmconf(["check", "none.cfg"], folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/exist/),
    });
  });
});
