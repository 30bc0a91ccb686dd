import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { programFile } from "../../tools/daemons/program.js";
import { describeWith } from "../daemons/requires.js";
import { mmconf, temporaryFolder } from "./mmconf.js";

const BIN = resolve("bin/mmconf.js");

interface Seen {
  /** All that the terminal has been sent. */
  readonly text: string;
  readonly code: number | null;
}

/** A clock of mmconf's own, by which a run that takes a millisecond takes a minute. */
const hastened = (): Readonly<Record<string, string>> => {
  const file = join(temporaryFolder(), "clock.cjs");
  writeFileSync(
    file,
    "const now = performance.now.bind(performance); performance.now = () => 60_000 * now();",
  );
  return { NODE_OPTIONS: `--require ${file}` };
};

/** Runs mmconf in a terminal of its own, and presses Ctrl-C once it has shown what is waited for. */
const inTerminal = (
  args: readonly string[],
  clock: Readonly<Record<string, string>> = hastened(),
  interruptAt?: RegExp,
): Promise<Seen> =>
  new Promise((resolveSeen) => {
    const command = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(" ");
    // The shell tells the exit code: script, whose terminal goes with it, may have one of its own.
    const told = `trap : INT; ${command}; echo "exited with $?"`;
    const terminal = spawn(programFile("script"), ["-qec", told, "/dev/null"], {
      env: { ...process.env, ...clock, TERM: "xterm" },
    });
    onTestFinished(() => void terminal.kill("SIGKILL"));
    let text = "";
    let pressed = false;
    terminal.stdout.on("data", (bytes: Buffer) => {
      text += bytes.toString();
      if (pressed || !interruptAt?.test(text)) return;
      pressed = true;
      terminal.stdin.write("\x03");
    });
    terminal.on("close", () => {
      const [, code] = /exited with (\d+)/.exec(text) ?? [];
      resolveSeen({ text, code: code === undefined ? null : Number(code) });
    });
  });

const LONG = ["simulate", "--env", "before", "--runs", "4", "--format", "csv"];
const LINE = /\rsimulated \d+ of 4 runs/;
/** A line of the terminal that nothing is left of. */
const CLEARED = "\r\x1b[K";

describeWith(["script"], "the line of progress in a terminal", () => {
  it("is there while it takes long, and gone before the result", async () => {
    const { text, code } = await inTerminal(LONG);
    expect(code).toBe(0);
    expect(text.replaceAll("\x1b[K", "")).toMatch(LINE);
    expect(text.slice(text.lastIndexOf(CLEARED))).toMatch(/^\r\x1b\[Kenvironment,value,answered/);
  });

  it("is there for tune and for a sweep", async () => {
    const sweep = ["--sweep", "haproxy.listeners.mirror-lists.server.maxconn=5..8:1", "--runs", "1"];
    const swept = await inTerminal(["simulate", "--env", "before", ...sweep, "--format", "csv"]);
    expect(swept.text.replaceAll("\x1b[K", "")).toMatch(LINE);
    const tuned = await inTerminal(["tune", "--env", "before", "--runs", "2"]);
    expect(tuned.text.replaceAll("\x1b[K", "")).toMatch(/\rsimulated \d+ of about \d+ runs/);
  });

  it("is not there with --quiet, and not where nobody looks", async () => {
    const { text } = await inTerminal(["--quiet", ...LONG]);
    expect(text).toMatch(/^environment,value,answered/);
    expect(mmconf(LONG, ".", hastened()).err).toBe("");
  });

  it.each(["1", "2"])("goes with Ctrl-C, and so does the simulation, with --jobs %s", async (jobs) => {
    const args = ["simulate", "--env", "before", "--runs", "5000", "--jobs", jobs, "--format", "csv"];
    const { text, code } = await inTerminal(args, {}, /simulated \d{3} of/);
    expect(code).toBe(130);
    expect(text).not.toMatch(/environment,value|\n +at |Error/);
    // After so many runs there are threads, and this one is free to tidy up.
    if (jobs === "2") expect(text.slice(text.lastIndexOf("simulated"))).toContain(CLEARED);
  });
});
