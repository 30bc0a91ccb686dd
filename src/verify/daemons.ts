import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldHosts } from "../text/fold-hosts.js";

/** What a real daemon says of a rendered file. */
export interface Opinion {
  readonly daemon: string;
  readonly outcome: "accepted" | "refused" | "absent";
  /** What it said; or, where it is absent, what is missing. */
  readonly said: string;
  /** Where the file was looked at with a change that this machine needs: which one. */
  readonly changed: readonly string[];
}

/** Asks one daemon about one file, which lies alone in a folder of its own. */
export type AskDaemon = (file: string) => Opinion;

const SECONDS = 30;

/** The askers by the first word of an artefact's verify command. */
export const askers: ReadonlyMap<string, AskDaemon> = new Map<string, AskDaemon>([
  ["haproxy", (file) => foldUnresolved(askHaproxy(file))],
  ["apachectl", (file) => askApache(file)],
  [
    "python3",
    (file) =>
      ask("python3", ["/usr/bin/python3", "/usr/local/bin/python3"], (binary) => [
        binary,
        "-c",
        "import configparser,sys; p=configparser.RawConfigParser(); p.read_file(open(sys.argv[1])); s=p['mirrorlist_server']; int(s['request_queue_size']); int(s['max_children']); s.getboolean('reap_children')",
        file,
      ]),
  ],
  [
    "sysctl",
    (file) =>
      ask("sysctl", ["/usr/sbin/sysctl", "/sbin/sysctl"], (binary) => [
        binary,
        "--dry-run",
        `--load=${file}`,
      ]),
  ],
]);

const askHaproxy: AskDaemon = (file) =>
  ask(
    "haproxy",
    ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy"],
    (binary) => [binary, "-c", "-dr", "-f", file],
    localUsers(file),
  );

const UNRESOLVED = /^.*: could not resolve address '([^']*)', disabling server\.$/;

/** The fleet's names need not mean anything on the machine that asks: one note for all of them. */
const foldUnresolved = (opinion: Opinion): Opinion => {
  const lines = opinion.said.split("\n");
  const names = new Set(lines.flatMap((line) => UNRESOLVED.exec(line)?.[1] ?? []));
  if (names.size === 0) return opinion;
  const kept = lines.filter((line) => !UNRESOLVED.test(line)).join("\n");
  const told = kept.includes("[WARNING]") ? kept : kept.replace("Warnings were found.\n", "");
  const note = `${foldHosts([...names])} could not be resolved here, and ${names.size === 1 ? "was" : "were"} taken as down (haproxy -dr)`;
  return { ...opinion, said: told, changed: [...opinion.changed, note] };
};

/** Asks as the artefact's own verify command says, with the rendered file in the place of the one on the host. */
export const askByCommand = (verify: readonly string[], target: string, file: string): Opinion => {
  const [daemon = ""] = verify;
  if (daemon === "" || !verify.includes(target)) {
    return {
      daemon: daemon || "none",
      outcome: "absent",
      said: "mmconf knows no way to ask about this file",
      changed: [],
    };
  }
  const places = daemon.includes("/") ? [daemon] : SEARCHED.map((folder) => join(folder, daemon));
  return ask(daemon, places, (binary) => [
    binary,
    ...verify.slice(1).map((word) => (word === target ? file : word)),
  ]);
};

const SEARCHED = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"];

/** Names of the fleet may mean nothing here: haproxy -dr goes on without them, and should not wait for each. */
const ask = (
  daemon: string,
  places: readonly string[],
  command: (binary: string) => readonly string[],
  changed: readonly string[] = [],
): Opinion => {
  const binary = places.find((place) => existsSync(place));
  if (binary === undefined)
    return { daemon, outcome: "absent", said: `${daemon} is not installed`, changed: [] };
  const [program = binary, ...args] = command(binary);
  const result = spawnSync(program, args, {
    encoding: "utf8",
    timeout: SECONDS * 1000,
    env: { ...process.env, LC_ALL: "C", RES_OPTIONS: "timeout:1 attempts:1" },
  });
  const said = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim();
  if (result.error)
    return { daemon, outcome: "refused", said: `${said}\n${result.error.message}`.trim(), changed };
  return { daemon, outcome: result.status === 0 ? "accepted" : "refused", said, changed };
};

const MODULE_FOLDERS = ["/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules"];
const MODULES = ["mpm_event", "authz_core", "alias", "expires", "dir", "wsgi"];

/** Apache takes a whole configuration, so the file is included from the least one that loads what it speaks of. */
const askApache = (file: string): Opinion => {
  const modules = MODULE_FOLDERS.find((folder) => existsSync(join(folder, "mod_wsgi.so")));
  if (modules === undefined)
    return {
      daemon: "apachectl",
      outcome: "absent",
      said: "Apache with mod_wsgi is not installed",
      changed: [],
    };
  const changed = localUsers(file);
  const folder = dirname(file);
  const main = join(folder, "verify-httpd.conf");
  const loads = MODULES.filter((name) => existsSync(join(modules, `mod_${name}.so`))).map(
    (name) => `LoadModule ${name}_module ${join(modules, `mod_${name}.so`)}`,
  );
  const lines = [
    `ServerRoot "${folder}"`,
    "ServerName verify.invalid",
    `PidFile "${join(folder, "pid")}"`,
    `ErrorLog "${join(folder, "error.log")}"`,
    "Listen 127.0.0.1:80",
    ...loads,
    `Include "${file}"`,
  ];
  writeFileSync(main, `${lines.join("\n")}\n`);
  return ask(
    "apachectl",
    ["/usr/sbin/apache2", "/usr/sbin/httpd"],
    (binary) => [binary, "-t", "-f", main],
    changed,
  );
};

/** Users and groups that this machine lacks stop a check that would pass on the host: they are put aside, and said. */
const localUsers = (file: string): readonly string[] => {
  const users = names("/etc/passwd");
  const groups = names("/etc/group");
  const changed: string[] = [];
  const without = readFileSync(file, "utf8").replaceAll(
    /^([ \t]+)(user|group) (\S+)$|( )(user|group)=(\S+)/gm,
    (line: string, ...found: readonly string[]) => {
      const [indent, key, name, , option = key, value = name] = found;
      const known = option === "user" ? users : groups;
      if (known === undefined || value === undefined || known.has(value)) return line;
      changed.push(`${option} ${value}, which this machine does not have, was left out`);
      return key === undefined ? "" : `${indent}# ${key} ${name}`;
    },
  );
  if (changed.length > 0) writeFileSync(file, without);
  return changed;
};

const names = (file: string): ReadonlySet<string> | undefined =>
  existsSync(file)
    ? new Set(
        readFileSync(file, "utf8")
          .split("\n")
          .map((line) => line.split(":")[0] ?? ""),
      )
    : undefined;
