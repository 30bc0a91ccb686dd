import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { makeProgram } from "../src/cli/program.js";
import { mmconf, ownProject, TODAY, temporaryFolder } from "./cli/mmconf.js";

const read = (file: string): string => readFileSync(file, "utf8");

const pagesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));

const BLOCK = /^```(\w*)\n([\s\S]*?)^```$/gm;

const inBlock = (language: string, body: string): readonly string[] => {
  const lines = body.split("\n");
  if (language === "console") return lines.flatMap((line) => /^\$ (.*)/.exec(line)?.[1] ?? []);
  return language === "sh" ? lines.flatMap((line) => line.replace(/(?:^| )#.*$/, "").split(" && ")) : [];
};

/** What a reader may type: the commands of shell blocks and consoles, and what stands in backticks. */
const typedIn = (text: string): readonly string[] => {
  const blocks = [...text.matchAll(BLOCK)].flatMap(([, language = "", body = ""]) => inBlock(language, body));
  const spans = [...text.replace(BLOCK, "").matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  return [...blocks, ...spans].map((command) => command.trim());
};

const mmconfIn = (file: string): readonly string[] =>
  typedIn(read(file)).flatMap(
    (command) => /^(?:npx (?:--no-install )?)?mmconf (.+)/.exec(command)?.[1] ?? [],
  );

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...pagesBelow("docs"),
  ...pagesBelow("examples"),
];
const everyTyped = DOCUMENTS.flatMap((file) => typedIn(read(file)).map((typed) => ({ file, typed })));

const program = () =>
  makeProgram(() => () => async () => undefined, { output: { writeErr: () => undefined } });
const names = program().commands.map((command) => command.name());

/** The long options of a command, or of all; and those that stand before every command. */
const optionsOf = (name: string | undefined): readonly unknown[] =>
  [
    program(),
    ...program().commands.filter((command) => name === undefined || command.name() === name),
  ].flatMap(({ options }) => options.map(({ long }) => long));

const { scripts } = JSON.parse(read("package.json")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

describe("the README, CONTRIBUTING, the docs and the examples", () => {
  it("name commands that mmconf takes", async () => {
    for (const { file, typed } of everyTyped) {
      const line = /^(?:npx (?:--no-install )?)?mmconf (.+)/.exec(typed)?.[1];
      if (line === undefined) continue;
      const words = line.split(" ");
      if (words.length === 1)
        expect([file, line, names]).toEqual([file, line, expect.arrayContaining(words)]);
      else await program().parseAsync(words, { from: "user" });
    }
  });

  it("name options that there are", () => {
    for (const { file, typed } of everyTyped) {
      const [first = "", ...rest] = typed.split(" ");
      const alone = /^--[a-z]/.test(first);
      if (!alone && !names.includes(first)) continue;
      const options = [first, ...rest].filter((word) => /^--[a-z]/.test(word));
      const known = optionsOf(alone ? undefined : first);
      expect([file, typed, options.filter((option) => !known.includes(option))]).toEqual([file, typed, []]);
    }
  });

  it("name scripts that there are, and that run files that there are", () => {
    for (const { file, typed } of everyTyped) {
      const name = /^npm (?:run )?([\w:]+)/.exec(typed)?.[1];
      if (name === undefined || name === "ci") continue;
      const files = (scripts[name] ?? `tools/${name}`).match(/\b(?:test|tools)\/\S+/g) ?? [];
      expect([file, name, files.filter((path) => !existsSync(path))]).toEqual([file, name, []]);
    }
  });
});

/** A repository with a branch `main`, and on it the three environments. */
const repository = (): string => {
  const project = ownProject();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-qm", "inventories");
  return project;
};

/** What takes its time is done less often here; waivers are looked at on the day of the tests. */
const SHORTER: Readonly<Record<string, readonly string[]>> = {
  tune: ["--runs", "1", ...TODAY],
  review: TODAY,
  validate: TODAY,
  render: TODAY,
};

describe("what the documents name in passing", () => {
  const inReadme = typedIn(read("README.md").replace(BLOCK, "")).flatMap(
    (command) => /^mmconf (.+)/.exec(command)?.[1] ?? [],
  );

  it.each(inReadme)("runs: mmconf %s", (line) => {
    const [name = "", ...args] = line.split(" ");
    const { code, out } = mmconf([name, ...args, ...(SHORTER[name] ?? [])], repository());
    expect([code, out !== ""]).toEqual([0, true]);
  });

  it("runs: the two commands of the README", () => {
    const [first, second] = typedIn(read("README.md")).filter((command) =>
      /^npm |^npx (?:--no-install )?mmconf render/.test(command),
    );
    expect([first, second]).toEqual(["npm ci", "npm test"]);
    const project = ownProject();
    expect(mmconf(["render", "--env", "prod", ...TODAY], project).code).toBe(0);
    expect(existsSync(join(project, "out/prod/manifest.json"))).toBe(true);
  });

  it.each(mmconfIn("examples/nginx/README.md"))("runs: mmconf %s", (line) => {
    const { code, out } = mmconf(line.split(" "));
    // With the shorter timeout it shows what the check finds.
    expect([code, out !== ""]).toEqual([line.includes("--set") ? 1 : 0, true]);
  });

  it("runs: the alias of examples/ci", () => {
    const project = repository();
    const [alias = "", use = ""] = inBlock(
      "sh",
      /```sh\n([\s\S]*?)```/.exec(read("examples/ci/README.md"))?.[1] ?? "",
    );
    const bin = temporaryFolder();
    symlinkSync(resolve("bin/mmconf.js"), join(bin, "mmconf"));
    const out = execFileSync(
      "sh",
      ["-c", `${alias.replace("npx --no-install mmconf", join(bin, "mmconf"))}; ${use}`],
      {
        cwd: project,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    expect(out).toMatch(/^no environment [^\n]*\n$/);
  });

  it("takes: the overrides of docs/inventory.md", () => {
    const sets = typedIn(read("docs/inventory.md")).flatMap(
      (span) => /^--set '?([^ ']+=[^ ']+)'?$/.exec(span)?.[1] ?? [],
    );
    expect(sets.length).toBeGreaterThan(2);
    for (const set of sets)
      expect(mmconf(["validate", "--env", "tuned", "--set", set, "--format", "json"]).code).not.toBe(2);
  });

  it("writes: npm run docs, what is there already", () => {
    const copy = temporaryFolder();
    for (const name of [
      "README.md",
      "package.json",
      "docs",
      "tools",
      "src",
      "inventories",
      "templates",
      "test/rules",
    ])
      cpSync(name, join(copy, name), { recursive: true });
    for (const name of ["node_modules", "bin", "dist"]) symlinkSync(resolve(name), join(copy, name));
    expect(scripts.docs).toMatch(/ && node tools\/docs\.mjs$/);
    execFileSync(process.execPath, ["tools/docs.mjs"], { cwd: copy, stdio: "ignore" });
    // Not the README: its consoles show the day on which they were run, once the waiver that they show has ended.
    for (const file of ["mmconf.schema.json", ...pagesBelow("docs")])
      expect([file, read(join(copy, file)) === read(file)]).toEqual([file, true]);
  });

  it("compares: npm run lab, with what was measured", () => {
    const { lab } = scripts;
    expect(lab).toBe("node tools/lab.mjs");
    const out = execFileSync(process.execPath, ["tools/lab.mjs", "--compare", "fixed-service-time"], {
      encoding: "utf8",
    });
    expect(out).toMatch(/^fixed-service-time\b/m);
  });
});
