import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { mmconf, TODAY, temporaryFolder } from "./mmconf.js";

const NAME = "::error title=x::pwned";
const STORM = "a ::error::pwned";

/** A project whose environment, storm and raw line are commands to a build log where they begin a line. */
const project = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "mmconf-test-"));
  mmconf(["init", folder]);
  const inventories = join(folder, "inventories");
  renameSync(join(inventories, "prod.yaml"), join(inventories, "base.yaml"));
  writeFileSync(
    join(inventories, `${NAME}.yaml`),
    [
      "extends: base.yaml",
      "haproxy:",
      `  defaults: { directives: [${JSON.stringify('.warning "w\\n::warning::pwned"')}, "##[error]pwned"] }`,
      `storms: { spike: null, ${JSON.stringify(STORM)}: { requests: 400, over: 60s, service_time: { mean: 1s } } }`,
      "",
    ].join("\n"),
  );
  writeFileSync(join(inventories, "broken.yaml"), `extends: base.yaml\n${JSON.stringify(NAME)}: 1\n`);
  return folder;
};

/** What the GitHub runner takes for a command: `::` at a line's start, however far indented, or `##[` anywhere. */
const COMMAND = /^\s*::[a-z-]+(?:\s[^\n]*)?::|##[a-z]*\[/im;

const here = project();
afterAll(() => rmSync(here, { recursive: true, force: true }));

describe("no line that is printed is a command to a build log", () => {
  it.each([
    ["validate", ["validate"]],
    ["simulate", ["simulate", "--env", NAME, "--runs", "1"]],
    ["simulate --compare", ["simulate", "--env", NAME, "--compare", "base", "--runs", "1"]],
    [
      "simulate --sweep",
      ["simulate", "--env", NAME, "--runs", "1", "--sweep", "mirrorlist.wsgi.processes=44..45"],
    ],
    ["simulate as CSV", ["simulate", "--env", NAME, "--runs", "1", "--format", "csv"]],
    ["simulate as JSON", ["simulate", "--env", NAME, "--runs", "1", "--format", "json"]],
    ["simulate of what is not there", ["simulate", "--env", NAME, "--storm", NAME]],
    ["tune", ["tune", "--env", NAME, "--runs", "2"]],
    ["diff", ["diff", "base", NAME, "--format", "text", ...TODAY]],
    ["diff as Markdown", ["diff", "base", NAME, "--format", "markdown", ...TODAY]],
    ["why", ["why", "haproxy.cfg:12", "--env", NAME]],
    ["render --check", ["render", "--env", NAME, "--check", ...TODAY]],
    ["explain", ["explain", NAME]],
    ["an error", ["diff", NAME, "nowhere", "--format", "text"]],
    ["what can't be read", ["simulate", "--env", "broken"]],
    ["usage", ["validate", `--${NAME}`]],
  ])("%s", (_what, args) => {
    const { out, err } = mmconf(args, here);
    expect(out + err).not.toBe("");
    expect(`${out}\n${err}`.split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
  });

  it("verify, what the daemon says among it", () => {
    const bin = join(temporaryFolder(), "bin");
    mkdirSync(bin);
    for (const daemon of ["haproxy", "apachectl", "apache2ctl", "httpd", "apache2"]) {
      writeFileSync(
        join(bin, daemon),
        "#!/bin/sh\nprintf 'w\\n::warning::pwned\\n##[error]pwned\\n'; exit 1\n",
      );
      chmodSync(join(bin, daemon), 0o755);
    }
    const { out, err } = mmconf(["verify", "--env", NAME], here, {
      PATH: `${bin}${delimiter}${process.env.PATH}`,
    });
    expect(out).toMatch(/warning:: ?pwned/);
    expect(`${out}\n${err}`.split("\n").filter((line) => COMMAND.test(line))).toEqual([]);
  });

  it("but what is bytes for programs is left as it is", () => {
    const { out } = mmconf(["render", "--env", NAME, "--stdout", "haproxy.cfg"], here);
    expect(out).toContain("##[error]pwned");
    expect(mmconf(["completion", "environments"], here).out).toContain(`${NAME}\n`);
  });
});
