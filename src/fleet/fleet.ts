import type {
  DefaultsSection,
  FrontendSection,
  GlobalSection,
  ListenerSection,
  OptionSettings,
  ServerSettings,
  TimeoutSettings,
} from "../haproxy/schema.js";
import type { HaproxyVersion } from "../haproxy/version.js";
import type { Recording } from "../inventory/recording.js";
import type { Recordings } from "../inventory/recordings.js";
import type { WaiverSection } from "../inventory/schema.js";
import type { Bytes, Milliseconds, Share } from "../text/units.js";
import type { Host, Located } from "./host.js";
import type { Behind, BoundRuntime } from "./runtime.js";

/** An inventory resolved: inheritance applied, hosts written out, every value in base units. */
export interface Fleet extends Located {
  readonly environment: string;
  readonly description: string;
  readonly proxies: readonly Proxy[];
  /** Active servers and backups together, in the order of their names. */
  readonly appServers: readonly AppServer[];
  readonly storms: readonly Storm[];
  readonly waivers: readonly Waiver[];
  /** What the files hold that the storms name. */
  readonly recordings: Recordings;
  /** The sections of modules at the top of the inventory, by name, as their schemas read them. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Proxy extends Host {
  /** Share of all requests, between 0 and 1. */
  readonly traffic: Share;
  readonly nofile: number | undefined;
  /** Shared by all proxies that set nothing of their own. */
  readonly haproxy: Haproxy;
}

export interface Haproxy extends Located {
  readonly version: HaproxyVersion;
  readonly global: GlobalSection;
  readonly defaults: DefaultsSection;
  /** All that clients connect to: frontends, and listen sections. */
  readonly frontends: readonly Frontend[];
  /** All that leads to servers: backends, and listen sections. */
  readonly listeners: readonly Listener[];
}

/** A proxy section of HAProxy. */
export interface Section<Own> extends Located {
  readonly name: string;
  /** The keys that lead to it below haproxy: `listeners`, and its name. */
  readonly path: readonly string[];
  /** Of the HAProxy that has it. */
  readonly version: HaproxyVersion;
  /** What the section itself sets. */
  readonly own: Own;
  /** The effective settings: the defaults section applied. `node` follows it. */
  readonly settings: Own & { readonly timeout: TimeoutSettings; readonly option: OptionSettings };
}

export interface Frontend extends Section<FrontendSection> {
  /** What its requests may go to: the backends that it names; of a listen section, the section itself. */
  readonly leadsTo: readonly Listener[];
}

/** A listen section or a backend. */
export interface Listener extends Section<ListenerSection> {
  readonly lines: readonly ServerLine[];
}

export interface ServerLine extends Located {
  readonly server: AppServer;
  /** The server's, unless the line says otherwise. */
  readonly role: AppServer["role"];
  /** The server's service that requests of its listener are for; undefined where the listener names none. */
  readonly service: Service | undefined;
  /** Of a server that is no host of the inventory, of which nothing is known but its address. */
  readonly elsewhere?: true;
  readonly settings: ServerSettings;
}

export interface AppServer extends Host {
  readonly role: "active" | "backup";
  readonly address: string;
  readonly baseMemory: Bytes | undefined;
  readonly reserveMemory: Bytes;
  /** In the order of the inventory. Each is shared by all app servers that set nothing of their own. */
  readonly services: readonly Service[];
}

/** The service on an app server: what it runs under, and what its slots call on. */
export interface Service extends Located {
  readonly name: string;
  /** The keys that lead to its section, at the top of the inventory and under a host that differs. */
  readonly path: readonly string[];
  /** That of its server lines that set none of their own. */
  readonly port: number | undefined;
  readonly runtime: BoundRuntime;
  readonly behind: readonly Behind[];
  /** The sections of the runtime and of modules, by key, as their schemas read them. */
  readonly sections: Readonly<Record<string, unknown>>;
}

/** A load scenario. */
export interface Storm extends Located {
  readonly name: string;
  readonly requests: number;
  /** From the first request to the last; 0 where they come at once. */
  readonly over: Milliseconds;
  /** The times at which they come, where they were recorded; else each comes at any moment of `over` with equal chance. */
  readonly arrivals: Recording | undefined;
  /** Its part of all requests of the storm of that name: less than 1 where it is what comes to one of several services. */
  readonly part: Share;
  /** By listener; undefined where it is not said. */
  readonly to: ReadonlyMap<string, Address> | undefined;
  /** From one storm's beginning to the next one's. */
  readonly every: Milliseconds | undefined;
  readonly service_time: ServiceTime;
  /** How long a client waits for its answer. */
  readonly patience: Milliseconds | undefined;
  /** How often a client without an answer asks again, and after what pause. */
  readonly retry: { readonly times: number; readonly after: Milliseconds } | undefined;
}

/** What of a storm comes to one listener. */
export interface Address {
  readonly share: Share;
  /** Of all proxies that have the listener. */
  readonly traffic: Share;
  readonly service_time: ServiceTime;
}

/** How long a request holds its slot. */
export type ServiceTime =
  | { readonly mean: Milliseconds; readonly distribution: "exponential" | "fixed" | "lognormal" }
  | { readonly mean: Milliseconds; readonly distribution: "recorded"; readonly recording: Recording };

export type Waiver = WaiverSection & Located;
