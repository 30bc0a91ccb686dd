import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { programFile } from "../../tools/daemons/program.js";
import { checkApache, WEB_USER } from "./apache.js";
import { checkHaproxy } from "./haproxy.js";
import { tempFolder } from "./machine.js";
import { PROGRAM, within } from "./mirrorlist.js";
import {
  APACHE_FILE,
  artefactsOf,
  ENVIRONMENTS,
  fileOf,
  filesOf,
  KERNEL_FILE,
  PROXY_FILE,
  SETTINGS_FILE,
} from "./rendered.js";
import type { Program } from "./requires.js";
import { describeWith } from "./requires.js";

/** The dialects whose spelling HAProxy 2.6 still reads. */
const DIALECTS = ["2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"];

/** So that the answer does not depend on what this machine can resolve. */
const RESOLVABLE = [
  "app_servers.app[1-4,7].address=127.0.0.1",
  "backups.app[5-6].address=127.0.0.1",
  "backups.bapp1.address=127.0.0.1",
];

const run = (program: Program, args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
  const options = { encoding: "utf8", env: { ...process.env, LC_ALL: "C", ...environment } } as const;
  const { status, stdout, stderr } = spawnSync(programFile(program), args, options);
  return { status, said: `${stdout}${stderr}`.trim() };
};

describe.each(ENVIRONMENTS)("what is rendered for %s", (environment) => {
  describeWith(["haproxy"], "is accepted by HAProxy 2.6 without a warning", () => {
    it.each(DIALECTS)("as the proxies' files of version %s", (version) => {
      const files = filesOf(
        artefactsOf(environment, [`haproxy.version="${version}"`, ...RESOLVABLE]),
        PROXY_FILE,
      );
      expect(files.length).toBeGreaterThan(0);
      for (const { path, content } of files) {
        const { status, said } = checkHaproxy(content);
        expect({ path, status, said }).toEqual({
          path,
          status: 0,
          said: expect.stringContaining("is valid"),
        });
        expect(said).not.toMatch(/\[(?:ALERT|WARNING)\]/);
      }
    });
  });

  describeWith(["apache2", "mod_wsgi"], "is accepted by Apache with mod_wsgi", () => {
    it.each(["prefork", "worker", "event"] as const)("as the app servers' site, with the MPM %s", (mpm) => {
      const content = fileOf(artefactsOf(environment, [`mirrorlist.wsgi.user=${WEB_USER}`]), APACHE_FILE);
      expect(checkApache(content, mpm)).toEqual({ status: 0, said: expect.stringContaining("Syntax OK\n") });
    });
  });

  describeWith(["sysctl"], "is accepted by sysctl", () => {
    it("as kernel parameters", () => {
      const file = join(tempFolder(), "99-mmconf.conf");
      writeFileSync(file, fileOf(artefactsOf(environment), KERNEL_FILE));
      expect(run("sysctl", ["--dry-run", `--load=${file}`])).toEqual({
        status: 0,
        said: expect.stringContaining("net.core.somaxconn = "),
      });
    });
  });

  describeWith(["python3"], "is accepted by Python", () => {
    it("as the settings of mirrorlist_server", () => {
      const file = join(tempFolder(), "mirrorlist_server.conf");
      writeFileSync(file, fileOf(artefactsOf(environment, within("/srv")), SETTINGS_FILE));
      const program = "import sys, mirrorlist_server; print(mirrorlist_server.read_settings(sys.argv[1]))";
      const environmentOf = { PYTHONPATH: dirname(PROGRAM), PYTHONDONTWRITEBYTECODE: "1" };
      expect(run("python3", ["-c", program, file], environmentOf)).toEqual({
        status: 0,
        said: expect.stringContaining("Settings(socket_file='/srv/mirrorlist.sock'"),
      });
    });
  });
});
