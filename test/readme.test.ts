import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { refreshReadme } from "../tools/docs/readme.js";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./cli/mmconf.js";

const README = readFileSync("README.md", "utf8");

/** Commands that look at waivers are run on the day of the README. */
const LOOK_AT_WAIVERS = new Set(["validate", "render", "diff", "review"]);

const run = (command: string): string => {
  const [npx, program, name = "", ...args] = command.split(" ");
  expect([npx, program]).toEqual(["npx", "mmconf"]);
  return mmconf([name, ...args, ...(LOOK_AT_WAIVERS.has(name) ? TODAY : [])]).out;
};

const blockOf = (language: string, containing: string): string => {
  const block = [...README.matchAll(/```(\w+)\n([\s\S]*?)```/g)].find(
    ([, kind, text]) => kind === language && text?.includes(containing),
  );
  if (block?.[2] === undefined) throw new Error(`the README has no ${language} block with ${containing}`);
  return block[2];
};

/** A folder in which the package can be imported by its name. */
const withPackage = (project: string): string => {
  mkdirSync(join(project, "node_modules"), { recursive: true });
  symlinkSync(process.cwd(), join(project, "node_modules/mmconf"));
  return project;
};

describe("the README", () => {
  it("shows what its commands print (npm run docs writes it)", () => {
    expect(refreshReadme(README, run)).toBe(README);
  });

  it("links to what is there", () => {
    for (const [, link = ""] of README.matchAll(/\]\((?!https:)([^)#]+)(?:#[^)]*)?\)/g))
      expect([link, existsSync(link)]).toEqual([link, true]);
  });

  it("starts a project with two lines", () => {
    const folder = temporaryFolder();
    const [init = "", rest = ""] = blockOf("sh", "mmconf init").trim().split("\n");
    expect(init).toBe("npx --no-install mmconf init tier");
    expect(rest).toBe(
      "cd tier && npx --no-install mmconf validate && npx --no-install mmconf render --env prod",
    );
    expect(mmconf(["init", "tier"], folder).code).toBe(0);
    expect(mmconf(["validate"], join(folder, "tier")).code).toBe(0);
    expect(mmconf(["render", "--env", "prod"], join(folder, "tier")).code).toBe(0);
  });

  it("shows a check that finds what it says", () => {
    const project = withPackage(ownProject());
    writeFileSync(join(project, "mmconf.config.mjs"), blockOf("js", "defineRule"));
    const { out } = mmconf(["validate", "--env", "tuned", "--set", "proxies.edge={}"], project);
    expect(out).toMatch(/warning house\/proxy-names {2}tuned: edge is not named as the dashboards expect/);
    expect(out).not.toMatch(/proxy0\d is not named/);
  });

  it("shows a program that runs", () => {
    const project = withPackage(ownProject());
    writeFileSync(join(project, "program.mjs"), blockOf("js", "loadInventory"));
    const out = execFileSync(process.execPath, ["program.mjs"], { cwd: project, encoding: "utf8" });
    expect(out).toMatch(/^\d+ diff --git a\/modules\/haproxy/);
  });

  it("names hooks that there are", () => {
    const hooks = readFileSync(".pre-commit-hooks.yaml", "utf8");
    for (const [, id] of blockOf("yaml", "hooks:").matchAll(/id: ([\w-]+)/g))
      expect(hooks).toContain(`- id: ${id}\n`);
  });
});

describe("a project that the README's reader copies", () => {
  it("needs nothing of this one but the package", () => {
    const folder = temporaryFolder();
    cpSync("inventories", join(folder, "inventories"), { recursive: true });
    expect(mmconf(["render", "--env", "tuned"], folder).code).toBe(0);
  });
});
