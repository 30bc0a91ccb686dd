/** What a real daemon says of a rendered file. */
export interface Verification {
  readonly daemon: string;
  readonly outcome: "accepted" | "refused" | "absent";
  /** What it said; or, where it is absent, what is missing. */
  readonly said: string;
  /** Where the file was looked at with a change that this machine needs: which one. */
  readonly changed: readonly string[];
}

/** Asks a daemon about one file, which lies alone in a folder of its own. */
export type Ask = (file: string, machine: Machine) => Verification;

/** The machine on which a daemon is asked. */
export interface Machine {
  readonly has: (path: string) => boolean;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  /** Runs the first program of `places` that is there, with the arguments behind it. */
  readonly run: (daemon: string, places: readonly string[], args: readonly string[]) => Verification;
}

/** Users and groups that this machine lacks stop a check that would pass on the host: they are left out, and reported. */
export const withoutUnknownUsers = (file: string, machine: Machine): readonly string[] => {
  const users = namesIn("/etc/passwd", machine);
  const groups = namesIn("/etc/group", machine);
  const changed: string[] = [];
  const without = machine
    .read(file)
    .replaceAll(
      /^([ \t]+)(user|group) (\S+)$|( )(user|group)=(\S+)/gm,
      (line: string, ...found: readonly string[]) => {
        const [indent, key, name, , option = key, value = name] = found;
        const known = option === "user" ? users : groups;
        if (known === undefined || value === undefined || known.has(value)) return line;
        changed.push(`${option} ${value}, which this machine does not have, was left out`);
        return key === undefined ? "" : `${indent}# ${key} ${name}`;
      },
    );
  if (changed.length > 0) machine.write(file, without);
  return changed;
};

const namesIn = (file: string, machine: Machine): ReadonlySet<string> | undefined =>
  machine.has(file)
    ? new Set(
        machine
          .read(file)
          .split("\n")
          .map((line) => line.split(":")[0] ?? ""),
      )
    : undefined;

const SEARCHED = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/sbin", "/bin"];

/** Asks as an artefact's verify command says, with the rendered file in the place of the one on the host. */
export const askByCommand =
  (verify: readonly string[], target: string): Ask =>
  (file, machine) => {
    const [daemon = "", ...args] = verify;
    if (daemon === "" || !verify.includes(target)) {
      return {
        daemon: daemon || "none",
        outcome: "absent",
        said: "mmconf knows no way to ask about this file",
        changed: [],
      };
    }
    const places = daemon.includes("/") ? [daemon] : SEARCHED.map((folder) => `${folder}/${daemon}`);
    return machine.run(
      daemon,
      places,
      args.map((word) => (word === target ? file : word)),
    );
  };
