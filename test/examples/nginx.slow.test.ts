import { describe, expect, it } from "vitest";
import { mmconf } from "../cli/mmconf.js";

const example = (...args: string[]) => mmconf(["-C", "examples/nginx", ...args]);

describe("examples/nginx: a module of a project's own", () => {
  it("renders its file from its own template, for its own hosts", () => {
    const { out, code } = example("render", "--env", "prod", "--stdout", "nginx.conf");
    expect(code).toBe(0);
    expect(out).toMatch(/worker_connections 4096;/);
    expect(out.match(/^ +server proxy0\d:10002;$/gm)).toHaveLength(6);
  });

  it("holds its check against the tier, at its place in the inventory", () => {
    expect(example("validate").code).toBe(0);
    const report = JSON.parse(
      example("validate", "--set", "nginx.proxy_read_timeout=60s", "--format", "json").out,
    );
    const found = report.findings.find((finding: { rule: string }) => finding.rule === "nginx/read-timeout");
    expect(found).toMatchObject({
      severity: "error",
      message: "nginx gives up after 60 s; HAProxy may take 110 s",
      fix: "proxy_read_timeout 110s fits",
    });
  });

  it("has its section's slips told like any other", () => {
    const { out, code } = example("validate", "--set", "nginx.worker_conections=5");
    expect(code).toBe(2);
    expect(out).toMatch(/worker_conections is not a key of nginx[\s\S]*did you mean worker_connections\?/);
    expect(example("validate", "--set", "nginx.proxy_read_timeout=60").out).toMatch(
      /nginx\.proxy_read_timeout/,
    );
  });

  it("has the lines of its file traced to its own section", () => {
    expect(example("why", "--env", "prod", "modules/nginx/files/nginx.conf:5").out).toMatch(
      /inventories\/prod\.yaml:8:3 {2}nginx\.worker_connections[\s\S]*rendered by +templates\/nginx\/nginx\.conf\.hbs:5/,
    );
  });

  it("has its rule explained, and its section in the editor's schema", () => {
    expect(example("explain", "nginx/read-timeout").out).toMatch(/nginx waits for an answer/);
    expect(JSON.parse(example("schema").out).properties).toHaveProperty("nginx");
  });
});
