import type { Effective } from "../schema/effective.js";
import type { Bytes, Milliseconds } from "../text/units.js";
import type { Origin } from "../yaml/place.js";
import type { Host } from "./host.js";

/**
 * What a service's runtime comes to on the app servers that run it: all that is known of it above its own folder.
 * Whatever depends on the host is asked with the host.
 */
export interface BoundRuntime {
  /** As its own manual names it: `mod_wsgi`. */
  readonly name: string;
  readonly units: Units;
  /** `100 processes x 1 thread`. */
  readonly sum: string;
  /** What a request passes on its way to a slot, and holds until its answer; the last of them is where it waits for one. */
  readonly stages: (host: Host) => readonly Stage[];
  /** What ends a request that the slots are too slow for. */
  readonly endings: (host: Host) => readonly Ending[];
  /** Undefined where a unit lives for as long as the service does. */
  readonly replacement: (host: Host) => Replacement | undefined;
  /** Which of them lead to the slots; `lacks` names the figure where it could be given and is not. */
  readonly urls: Urls | { readonly lacks: string } | undefined;
}

/** What the slots come in: processes with so many threads each. A plain number of slots has units of one. */
export interface Units {
  /** The setting that says how many there are, which is what one speaks of: `processes`. */
  readonly setting: string;
  /** `process`. */
  readonly one: string;
  readonly count: number;
  /** The most that the setting takes; without it, any number. */
  readonly most?: number;
  /** Slots of each. */
  readonly slots: number;
  /** Where their number is set. */
  readonly at: Origin;
  /** The keys that lead to it below the service's section. */
  readonly path: readonly string[];
  /** Undefined where nothing can be said of it. */
  readonly memory: Weighed | undefined;
}

/** Memory of one of several that are alike; `lacks` names the figure where it is not given. */
export interface Weighed {
  readonly each: Bytes | undefined;
  readonly lacks: string;
}

/** A crowd of workers of which a request takes one. */
export interface Stage {
  /** What holds them; a host has one of each name, and all that is sent to the host's services shares it: `apache`. */
  readonly pool: string;
  /** `Apache workers`. */
  readonly workers: string;
  readonly size: Effective<number>;
  /** Connections that wait for one of them in the kernel. */
  readonly listen: Listen;
  /** What becomes of a connection that finds no place: its SYN is sent again, or the stage before tries for so long and answers 503. */
  readonly full: "retransmit" | { readonly answers: 503; readonly after: Milliseconds };
  /** Undefined where an idle connection holds none of them. */
  readonly idle: Idle | undefined;
}

/** What an idle connection holds. */
export interface Idle {
  /** `Apache`. */
  readonly server: string;
  /** `worker of prefork`. */
  readonly holds: string;
  /** The setting that ends it: `KeepAliveTimeout`. */
  readonly timeout: string;
}

/** A call of listen() by one of the daemons. */
export interface Listen {
  readonly what: string;
  /** The keys that lead to it under the host. */
  readonly keys?: readonly string[];
  readonly family: "tcp" | "unix";
  readonly backlog: number;
  /** Where it is set, or where to set it. */
  readonly at: Origin;
  /** False where the daemon's own default asks for it. */
  readonly set: boolean;
  /** The setting to change, where the one that asks for it is there for something else: a listener's maxconn. */
  readonly instead?: string;
}

/** A timer that ends a request with 504. */
export interface Ending {
  /** The keys that lead to it below the service's section, where it stands there. */
  readonly path?: readonly string[];
  readonly setting: string;
  readonly after: Effective<Milliseconds>;
  /**
   * What it measures: the wait for a slot, looked at when the request's turn comes; or all that the stage before waits
   * for the answer, which the slot does not hear of and works on.
   */
  readonly measures: "wait" | "answer";
}

/** How a unit is replaced by a new one. */
export interface Replacement {
  /** Requests after which it is. */
  readonly requests: number;
  /** How long it may go on to take requests then. */
  readonly graceful: Milliseconds;
  /** How long it is gone. */
  readonly gap: Milliseconds;
}

/** URLs that lead to the slots; what the web server answers by itself, a folder of pages among it, takes none. */
export interface Urls {
  readonly slots: readonly string[];
  readonly pages: readonly string[];
}

/** Undefined where nothing is known of them: then every URL may lead to the slots. */
export const urlsOf = (service: { readonly runtime: BoundRuntime } | undefined): Urls | undefined => {
  const urls = service?.runtime.urls;
  return urls === undefined || "lacks" in urls ? undefined : urls;
};

/** What each busy slot asks for one of, on its own host, and holds until its answer. */
export interface Behind {
  /** As its own program is called. */
  readonly name: string;
  /** What it has them as, and one of them: `children`, `child`. */
  readonly units: string;
  readonly one: string;
  /** The most of them at once. */
  readonly most: Effective<number>;
  /** The keys that lead to that number below the service's section. */
  readonly path?: readonly string[];
  /** At that number: whether it goes on once one of them has ended, or only once all have. */
  readonly resumes: "one ended" | "all ended";
  readonly listen: Listen;
  readonly memory: Weighed;
}
