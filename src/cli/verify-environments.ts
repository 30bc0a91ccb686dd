import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { Artefact } from "../render/artefact.js";
import { Failure, reasonOf } from "../text/failure.js";
import { visible } from "../text/terminal.js";
import type { Opinion } from "../verify/daemons.js";
import { askByCommand, askers } from "../verify/daemons.js";
import { loadSelected } from "./environments.js";
import { renderAll } from "./render-environments.js";
import type { ExitCode, Shell } from "./shell.js";
import { EXIT } from "./shell.js";
import { unreadable } from "./unreadable.js";

export interface VerifyOptions {
  readonly env?: readonly string[];
  readonly set?: readonly string[];
  readonly require?: boolean;
}

/** Renders, and asks the daemon of each file whether it takes it. What was not asked is said, never passed over. */
export const verifyEnvironments = async (shell: Shell, options: VerifyOptions): Promise<ExitCode> => {
  const project = await shell.project();
  const loaded = loadSelected(project, options.env ?? [], [], options.set ?? []);
  const findings = loaded.flatMap((environment) => (environment.ok ? [] : environment.findings));
  if (findings.length > 0) {
    const sources = new Map(loaded.flatMap((environment) => [...environment.sources]));
    throw unreadable(
      "the inventory",
      { environments: [], findings, sources },
      { color: shell.color("stderr"), columns: shell.columns },
    );
  }
  const all = renderAll(project, loaded);
  const folder = inTemporary(() => mkdtempSync(join(tmpdir(), "mmconf-verify-")));
  const signals = noticeSignals();
  try {
    const opinions: { readonly name: string; readonly opinion: Opinion }[] = [];
    for (const { environment, artefacts } of all) {
      for (const [index, artefact] of artefacts.entries()) {
        const name = `${environment}/${artefact.path}`;
        opinions.push({ name, opinion: opinionOf(artefact, join(folder, environment, String(index))) });
        // A signal that came while a daemon was asked has its turn.
        await setImmediate();
        if (signals.came()) return EXIT.failure;
      }
    }
    for (const { name, opinion } of opinions)
      shell.print(describe(name, opinion, shell.options.quiet === true));
    return exitOf(
      shell,
      opinions.map(({ opinion }) => opinion),
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

const opinionOf = (artefact: Artefact, folder: string): Opinion => {
  const asker = askers.get(basename(artefact.verify[0] ?? ""));
  const file = join(folder, basename(artefact.path));
  inTemporary(() => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, artefact.content);
  });
  return asker ? asker(file) : askByCommand(artefact.verify, artefact.target, file);
};

const describe = (name: string, { daemon, outcome, said, changed }: Opinion, quiet: boolean): string => {
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
      : `accepted  ${name}  (${daemon})\n${notes}${warnings === "" ? "" : `${indent(warnings)}\n`}`;
  }
  if (outcome === "absent") return `not asked ${name}: ${said}\n`;
  return `refused   ${name}  (${daemon})\n${notes}${indent(said)}\n`;
};

const exitOf = (shell: Shell, opinions: readonly Opinion[], required: boolean): ExitCode => {
  const count = (outcome: Opinion["outcome"]) =>
    opinions.filter((opinion) => opinion.outcome === outcome).length;
  shell.print(`\n${count("accepted")} accepted, ${count("refused")} refused, ${count("absent")} not asked\n`);
  if (count("refused") > 0) return EXIT.findings;
  return required && count("absent") > 0 ? EXIT.failure : EXIT.fine;
};
