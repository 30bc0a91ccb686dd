import type { Keyword } from "../../schema/keyword.js";
import { whole } from "../../schema/value-type.js";

export interface Parameter<T = unknown> extends Keyword<T> {
  /** The page of the kernel's documentation. */
  readonly manual: string;
  /** A socket keeps what it was when listen() was called. */
  readonly readByListen?: true;
}

/** What vm.overcommit_ratio takes. */
export const MAX_RATIO = 1000;

/** Kernel parameters by their sysctl names. */
export const PARAMETERS = {
  "net.core.somaxconn": {
    // 2^31 is refused (measured on Linux 6.18); a listen backlog had 16 bits before Linux commit becb74f0acca (4.1).
    type: whole(1, 2 ** 31 - 1),
    about:
      "The most that any listen backlog can be; default 128 before Linux 5.4, 4096 since; of more than 65535 nothing came before 4.1",
    manual: "ip-sysctl",
    readByListen: true,
  },
  "net.ipv4.tcp_max_syn_backlog": {
    type: whole(1),
    about: "Connections half open on one listener",
    manual: "ip-sysctl",
  },
  "net.ipv4.tcp_syncookies": {
    type: whole(0, 2),
    about: "1 answers a full queue of half open connections with cookies, 2 always does, 0 never; default 1",
    manual: "ip-sysctl",
  },
  "net.core.netdev_max_backlog": {
    type: whole(1),
    about: "Packets that may wait for the kernel",
    manual: "ip-sysctl",
  },
  "fs.file-max": {
    type: whole(1, Number.MAX_SAFE_INTEGER),
    about: "Files open on the whole host",
    manual: "sysctl/fs",
  },
  "fs.nr_open": {
    type: whole(1),
    about: "The most that a process may raise its limit of open files to",
    manual: "sysctl/fs",
  },
  "vm.swappiness": { type: whole(0, 200), about: "How readily the kernel swaps", manual: "sysctl/vm" },
  "vm.overcommit_memory": {
    type: whole(0, 2),
    about: "0 heuristic, 1 always, 2 never beyond swap and ratio",
    manual: "sysctl/vm",
  },
  "vm.overcommit_ratio": {
    type: whole(0, MAX_RATIO),
    about: "Percent of memory that counts where overcommit_memory is 2",
    manual: "sysctl/vm",
  },
} as const satisfies Readonly<Record<string, Parameter>>;

const NAMES: ReadonlySet<string> = new Set(Object.keys(PARAMETERS));

/** The parameter that a line sets: sysctl.d(5) takes slashes for dots, and a dash before what may fail. */
export const parameterOf = (line: string): string | undefined => {
  const name = line.split("=")[0]?.trim().replace(/^-/, "").replaceAll("/", ".") ?? "";
  return NAMES.has(name) ? name : undefined;
};
