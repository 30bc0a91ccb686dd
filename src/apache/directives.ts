import type { Keyword } from "../schema/keyword.js";
import { whole } from "../schema/value-type.js";
import { seconds } from "./seconds.js";

export interface Directive<T = unknown> extends Keyword<T> {
  /** The module whose manual page has it. */
  readonly manual: string;
  /** A graceful restart keeps the value that Apache was started with (mpm_common). */
  readonly keptByGraceful?: true;
}

/** Apache's directives; what is not set is rendered nowhere and stays Apache's default. */
export const DIRECTIVES = {
  ServerLimit: {
    type: whole(1),
    about: "Processes that Apache may run",
    manual: "mpm_common",
    keptByGraceful: true,
  },
  ThreadLimit: {
    type: whole(1),
    about: "The most that ThreadsPerChild can be; default 64; worker and event",
    manual: "mpm_common",
    keptByGraceful: true,
  },
  ThreadsPerChild: {
    type: whole(1),
    about: "Threads in each Apache process; worker and event",
    manual: "mpm_common",
  },
  MaxRequestWorkers: {
    type: whole(1),
    about: "Requests that Apache serves at once",
    manual: "mpm_common",
    formerly: ["MaxClients"],
  },
  ListenBackLog: {
    type: whole(1),
    about: "Connections that may wait to be accepted; default 511",
    manual: "mpm_common",
  },
  Timeout: {
    type: seconds("60s"),
    about: "Silence after which Apache gives up on a peer; default 60 s",
    manual: "core",
  },
  KeepAliveTimeout: {
    type: seconds("5s"),
    about: "Time to wait for the next request of a connection; default 5 s",
    manual: "core",
  },
} as const satisfies Readonly<Record<string, Directive>>;

const BY_NAME = new Map(
  Object.entries<Directive>(DIRECTIVES).flatMap(([name, directive]) =>
    [name, ...(directive.formerly ?? [])].map((spelled) => [spelled.toLowerCase(), name] as const),
  ),
);

/** The name of the directive that a line sets; names are not case-sensitive. */
export const directiveOf = (line: string): string | undefined =>
  BY_NAME.get(/^\s*(\S*)/.exec(line)?.[1]?.toLowerCase() ?? "");
