import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { expect, it } from "vitest";
import { programFile } from "../../tools/daemons/program.js";
import { ownProject, temporaryFolder } from "../cli/mmconf.js";
import { describeWith } from "./requires.js";

/** A project, and mmconf by its name. */
const surroundings = () => {
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "mmconf"),
    `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/mmconf.js")}" "$@"\n`,
  );
  chmodSync(join(bin, "mmconf"), 0o755);
  const cwd = ownProject();
  writeFileSync(join(cwd, "inventories/a $(touch marked) b.yaml"), "extends: prod.yaml\n");
  return { cwd, env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, TERM: "dumb" } };
};

/** In a session of its own: shells rule over the processes of theirs. */
const run = (shell: "bash" | "zsh" | "fish", options: readonly string[], script: string): readonly string[] =>
  execFileSync("setsid", ["--wait", programFile(shell), ...options, "-c", script], {
    ...surroundings(),
    encoding: "utf8",
    timeout: 100_000,
    stdio: ["ignore", "pipe", "pipe"],
  })
    .trimEnd()
    .split("\n");

describeWith(["bash"], "completion in bash", () => {
  const complete = (...words: readonly string[]) =>
    run(
      "bash",
      ["--norc"],
      `source <(mmconf completion bash)
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_mmconf 2>&1; printf '%s\\n' "\${COMPREPLY[@]}"; ls`,
    );

  it("gives commands, options and environments, and runs nothing that a name holds", () => {
    expect(complete("mmconf", "val")).toEqual(["validate", "inventories"]);
    expect(complete("mmconf", "validate", "--fai")).toEqual(["--fail-on", "inventories"]);
    expect(complete("mmconf", "simulate", "--env", "p")).toEqual(["prod", "inventories"]);
    expect(complete("mmconf", "simulate", "--env", "a")).toEqual([
      "a\\ \\$\\(touch\\ marked\\)\\ b",
      "inventories",
    ]);
  });
});

describeWith(["fish"], "completion in fish", () => {
  const complete = (line: string) =>
    run(
      "fish",
      ["--no-config"],
      `mmconf completion fish | source; complete -C ${JSON.stringify(line)} 2>&1; ls`,
    ).map((text) => text.split("\t")[0]);

  it("gives commands, options and environments, and runs nothing that a name holds", () => {
    expect(complete("mmconf val")).toEqual(["validate", "inventories"]);
    expect(complete("mmconf validate --fai")).toEqual(["--fail-on", "inventories"]);
    expect(complete("mmconf simulate --env p")).toEqual(["prod", "inventories"]);
    expect(complete("mmconf simulate --env a")).toContain("inventories");
    expect(complete("mmconf simulate --env a")).not.toContain("marked");
  });
});

describeWith(["zsh"], "completion in zsh", () => {
  /** What Tab makes of lines that a person types: the line is entered, and what it calls tells its words. */
  const typed = (...lines: readonly string[]) =>
    run(
      "zsh",
      ["-f"],
      `zmodload zsh/zpty
zpty z ${programFile("zsh")} -f -i
zpty -w z 'PS1=; autoload -U compinit; compinit -u -D; source <(mmconf completion zsh); mmconf() { if [[ $1 == completion ]]; then command mmconf "$@"; else print -r -- "ran=\${(j:,:)@}="; fi }; print so""urced'
zpty -r z seen '*sourced*'
for line in ${lines.map((line) => `$'${line}'`).join(" ")}; do
  zpty -n -w z "$line"$'\\n'
  zpty -r z seen '*ran=*=*'
  print -r -- "\${\${seen##*ran=}%%=*}\${(M)seen:#*(unrecognized|not found)*}"
done
zpty -d z
ls`,
    );

  it("gives commands, options and environments at Tab, and runs nothing that a name holds", () => {
    expect(
      typed(
        "mmconf val\\t",
        "mmconf validate --fai\\terror",
        "mmconf simulate --env p\\t",
        "mmconf simulate --env a\\t",
      ),
    ).toEqual([
      "validate",
      "validate,--fail-on,error",
      "simulate,--env,prod",
      "simulate,--env,a $(touch marked) b",
      "inventories",
    ]);
  });
});
