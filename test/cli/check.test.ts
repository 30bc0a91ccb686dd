import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mmconf, temporaryFolder } from "./mmconf.js";

const RIGHT = `global
    maxconn 1000
defaults
    mode http
    timeout connect 5s
    timeout client 50s
    timeout server 50s
listen web
    bind 127.0.0.1:18080
    server a 10.0.0.1:80 check
`;

const TWICE = `${RIGHT}    server b 10.0.0.1:80 check\n`;

const inFolder = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const dir = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(dir, name, ".."), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
};

const check = (dir: string, ...args: readonly string[]) => mmconf(["-C", dir, "check", ...args]);

describe("mmconf check", () => {
  it("needs no inventory, and finds nothing in what is right", () => {
    const got = check(inFolder({ "haproxy.cfg": RIGHT }), "haproxy.cfg", "--haproxy-version", "2.6");
    expect(got.code).toBe(0);
    expect(got.err).toBe("");
  });

  it("names the place in the file, and exits with 1 at the severity asked for", () => {
    const dir = inFolder({ "haproxy.cfg": TWICE });
    const got = check(dir, "haproxy.cfg");
    expect(got.code).toBe(1);
    expect(got.out).toContain("haproxy.cfg:11:14");
    const stats = inFolder({ "haproxy.cfg": `${RIGHT}listen s\n    bind :18081\n    stats uri /\n` });
    expect(check(stats, "haproxy.cfg").code).toBe(0);
    expect(check(stats, "haproxy.cfg", "--fail-on", "warning").code).toBe(1);
  });

  it.each(["json", "sarif", "github", "gitlab"])("prints %s, with rule, file and line", (format) => {
    const { out } = check(inFolder({ "haproxy.cfg": TWICE }), "haproxy.cfg", "--format", format);
    expect(out).toContain("hygiene/duplicate-address");
    expect(out).toMatch(/haproxy\.cfg/);
    expect(out).toMatch(/\b11\b/);
  });

  it("says which version it has read the file as, where none is given", () => {
    const dir = inFolder({ "haproxy.cfg": RIGHT.trimEnd() });
    expect(check(dir, "haproxy.cfg").err).toContain("--haproxy-version");
    expect(check(dir, "haproxy.cfg").code).toBe(1);
    expect(check(dir, "haproxy.cfg", "--haproxy-version", "2.2").code).toBe(0);
    expect(check(dir, "haproxy.cfg", "--haproxy-version", "9.9").code).toBe(2);
  });

  it("reads several files and folders as one configuration", () => {
    const front = "frontend f\n    bind 127.0.0.1:18082\n    default_backend late\n";
    const dir = inFolder({
      "a.cfg": RIGHT,
      "d/1.cfg": front,
      "d/2.cfg": "backend late\n    server a 10.0.0.2:80\n",
    });
    expect(check(dir, "a.cfg", "d").code).toBe(0);
    expect(check(dir, "a.cfg", "d/1.cfg").out).toContain("haproxy/unknown-backend");
  });

  it("counts columns in characters", () => {
    const text = `${RIGHT}    server "b" 10.0.0.1:80 cookie \u00e9\n`;
    expect(check(inFolder({ "haproxy.cfg": text }), "haproxy.cfg").out).toContain("haproxy.cfg:11:16");
  });

  it.each<[what: string, content: string | Uint8Array, said: RegExp]>([
    ["an empty file", "", /empty/],
    ["blank lines", "\n\n", /empty/],
    ["something else", "[section]\nkey = value\n", /no haproxy\.cfg/],
    [
      "a Jinja template",
      `${RIGHT}{% for s in servers %}\n    server {{ s }} 10.0.0.1:80\n{% endfor %}\n`,
      /template.*rendered/,
    ],
    ["a Jinja expression", `${RIGHT}    maxconn {{ haproxy.maxconn | default(5) }}\n`, /template/],
    [
      "an ERB template",
      `${RIGHT}<% @servers.each do |s| -%>\n    server <%= s %>:80\n<% end -%>\n`,
      /template/,
    ],
    ["binary", Uint8Array.from({ length: 4000 }, (_, at) => (at * 7) & 255), /no text|no haproxy\.cfg/],
    ["too much", "#".repeat(33 * 1024 * 1024), /limit/],
  ])("refuses %s with 2, and says why", (_what, content, said) => {
    const got = check(inFolder({ "haproxy.cfg": content }), "haproxy.cfg");
    expect(got.code).toBe(2);
    expect(got.err).toMatch(said);
    expect(got.err.length).toBeLessThan(500);
  });

  it("refuses a folder without a .cfg, and what is not there", () => {
    const dir = inFolder({ "d/haproxy.conf": RIGHT });
    expect(check(dir, "d")).toMatchObject({ code: 2, err: expect.stringContaining(".cfg") });
    expect(check(dir, "none.cfg")).toMatchObject({ code: 2, err: expect.stringContaining("none.cfg") });
  });

  it("takes log formats for what they are, and no templates", () => {
    const format = `${RIGHT}    log-format '{"a":{"b":"%b","c":"%[var(txn.c),json]"}}'\n    http-request set-header X %{+Q}[path]\n`;
    expect(check(inFolder({ "haproxy.cfg": format }), "haproxy.cfg").code).toBe(0);
  });
});
