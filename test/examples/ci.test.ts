import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { makeProgram } from "../../src/cli/program.js";

const commandsOf = (text: string): string[] =>
  [...text.matchAll(/npx --no-install mmconf ([^\n>|]+)/g)].map((match) => (match[1] ?? "").trim());

/** Options that a command really has, global ones left out. */
const optionsOf = (name: string): readonly string[] => {
  const command = makeProgram(() => () => async () => undefined).commands.find((one) => one.name() === name);
  return command?.options.flatMap((option) => [option.long ?? "", option.short ?? ""]) ?? [];
};

describe.each(["examples/ci/github-actions.yml", "examples/ci/gitlab-ci.yml"])("%s", (file) => {
  const text = readFileSync(file, "utf8");

  it("asks no registry for mmconf, and comments no file that the pull request holds", () => {
    expect(text).not.toMatch(/npx mmconf/);
    const reports = [...text.matchAll(/(?:-o |--body-file |body=<)"?([^\s"]+)/g)].map(([, path]) => path);
    expect(reports).toHaveLength(2);
    const removed = text.indexOf("rm -rf review.md");
    for (const path of reports) expect(path?.includes("$RUNNER_TEMP/") || removed !== -1).toBe(true);
    if (removed !== -1) expect(removed).toBeLessThan(text.indexOf("-o review.md"));
  });

  it("is YAML", () => {
    expect(parse(text)).toBeTypeOf("object");
  });

  it("validates and reviews, with options that there are", () => {
    const commands = commandsOf(text);
    expect(commands.map((command) => command.split(" ")[0])).toEqual(["validate", "review"]);
    for (const command of commands) {
      const [name = "", ...words] = command.split(" ");
      for (const word of words.filter((one) => one.startsWith("-"))) expect(optionsOf(name)).toContain(word);
    }
  });
});
