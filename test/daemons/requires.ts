import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { APACHE_MODULES, findProgram, INSTALL } from "../../tools/daemons/program.js";

/** What a suite needs, and the Debian package that brings it. */
const PACKAGES = {
  haproxy: "haproxy",
  apache2: "apache2",
  mod_wsgi: "libapache2-mod-wsgi-py3",
  python3: "python3",
  ss: "iproute2",
  sysctl: "procps",
  "pre-commit": "pre-commit",
  chromium: "chromium",
  bash: "bash",
  zsh: "zsh",
  fish: "fish",
  script: "bsdutils",
} as const;

export type Program = keyof typeof PACKAGES;

const find = (program: Program): string | undefined =>
  program === "mod_wsgi"
    ? [join(APACHE_MODULES, "mod_wsgi.so")].find((file) => existsSync(file))
    : findProgram(program);

/** What becomes of a suite: a machine of one's own may lack a daemon, the one that guards the project may not. */
export type Verdict = { readonly kind: "run" } | { readonly kind: "fails" | "waits"; readonly said: string };

export const verdictOn = (missing: readonly Program[], onCi: boolean): Verdict => {
  if (missing.length === 0) return { kind: "run" };
  const names = missing.map((program) => `${program} (Debian: ${PACKAGES[program]})`).join(", ");
  const said = `${names} ${missing.length === 1 ? "is" : "are"} not installed; ${INSTALL} installs what is missing`;
  return { kind: onCi ? "fails" : "waits", said };
};

/** A suite that runs real programs. Where one is missing, it is passed over with a line that says so; with CI set, it fails. */
export const describeWith = (programs: readonly Program[], title: string, body: () => void): void => {
  const missing = programs.filter((program) => find(program) === undefined);
  const verdict = verdictOn(missing, (process.env.CI ?? "") !== "");
  if (verdict.kind === "fails") {
    describe(title, () => {
      it("finds its programs", () => {
        throw new Error(verdict.said);
      });
    });
    return;
  }
  if (verdict.kind === "waits") console.warn(`not run: ${title}: ${verdict.said}`);
  describe.runIf(verdict.kind === "run")(title, body);
};
