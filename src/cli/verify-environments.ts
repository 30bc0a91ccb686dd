import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { thisMachine } from "../project/machine.js";
import type { Artefact } from "../render/artefact.js";
import type { Verification } from "../render/ask.js";
import { askByCommand } from "../render/ask.js";
import { Failure, reasonOf } from "../text/failure.js";
import { visible } from "../text/terminal.js";
import { loadSelected, Unreadable } from "./environments.js";
import { renderAll } from "./render-environments.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";

export interface VerifyFlags {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly require?: boolean;
}

/** Renders, and verifies each file with its daemon. What was not verified is listed, never skipped silently. */
export const verifyEnvironments = async (shell: Shell, options: VerifyFlags): Promise<ExitCode> => {
  const project = await shell.project();
  const loaded = loadSelected(project, options.env ?? [], [], options.set ?? []);
  const findings = loaded.flatMap((environment) => (environment.ok ? [] : environment.findings));
  if (findings.length > 0) {
    const sources = new Map(loaded.flatMap((environment) => [...environment.sources]));
    throw new Unreadable(
      "the inventory",
      { environments: [], findings, sources },
      { color: shell.color("stderr"), columns: shell.columns },
    );
  }
  const all = renderAll(project, loaded);
  const folder = inTemporary(() => mkdtempSync(join(tmpdir(), "mmconf-verify-")));
  const signals = noticeSignals();
  try {
    const verifications: { readonly name: string; readonly verification: Verification }[] = [];
    for (const { environment, artefacts } of all) {
      for (const [index, artefact] of artefacts.entries()) {
        const name = `${environment}/${artefact.path}`;
        const verification = verifyArtefact(artefact, join(folder, environment, String(index)));
        verifications.push({ name, verification });
        // A signal that came while a daemon was asked has its turn.
        await setImmediate();
        if (signals.came()) return EXIT.failure;
      }
    }
    for (const { name, verification } of verifications)
      shell.print(describe(name, verification, shell.options.quiet === true));
    return exitOf(
      shell,
      verifications.map(({ verification }) => verification),
      options.require === true,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    signals.obey();
  }
};

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Notes a signal that would end the process at once; `obey` then ends it, as the signal would have. */
const noticeSignals = () => {
  let signal: NodeJS.Signals | undefined;
  const note = (came: NodeJS.Signals): void => {
    signal = came;
  };
  for (const each of SIGNALS) process.once(each, note);
  return {
    came: (): boolean => signal !== undefined,
    obey: (): void => {
      for (const each of SIGNALS) process.off(each, note);
      if (signal !== undefined) process.kill(process.pid, signal);
    },
  };
};

/** The temporary folder may be full, or not be there. */
const inTemporary = <T>(write: () => T): T => {
  try {
    return write();
  } catch (error) {
    throw new Failure(`can't write to the temporary folder ${tmpdir()}: ${reasonOf(error)}`);
  }
};

const verifyArtefact = (artefact: Artefact, folder: string): Verification => {
  const file = join(folder, basename(artefact.path));
  inTemporary(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, artefact.content);
  });
  const ask = artefact.ask ?? askByCommand(artefact.verify, artefact.target);
  return ask(file, thisMachine, artefact.versions);
};

const describe = (name: string, { daemon, outcome, said, changed }: Verification, quiet: boolean): string => {
  const indent = (text: string) =>
    text
      .split("\n")
      .map((line) => `    ${visible(line)}`)
      .join("\n");
  const notes = changed.map((change) => `    note: ${change}\n`).join("");
  if (outcome === "accepted") {
    const warnings = said
      .split("\n")
      .filter((line) => /warn/i.test(line))
      .join("\n");
    return quiet && warnings === ""
      ? ""
      : `accepted     ${name}  (${daemon})\n${notes}${warnings === "" ? "" : `${indent(warnings)}\n`}`;
  }
  if (outcome === "absent") return `not verified ${name}: ${said}\n`;
  return `rejected     ${name}  (${daemon})\n${notes}${indent(said)}\n`;
};

const exitOf = (shell: Shell, verifications: readonly Verification[], required: boolean): ExitCode => {
  const count = (outcome: Verification["outcome"]) =>
    verifications.filter((verification) => verification.outcome === outcome).length;
  shell.print(
    `\n${count("accepted")} accepted, ${count("refused")} rejected, ${count("absent")} not verified\n`,
  );
  if (count("refused") > 0) return EXIT.findings;
  return required && count("absent") > 0 ? EXIT.failure : EXIT.fine;
};
