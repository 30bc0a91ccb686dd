import type { $ZodType } from "zod/v4/core";
import type { Fleet, Service } from "./fleet.js";
import type { Limits, Located, Part, RawLines } from "./host.js";
import type { Behind, BoundRuntime } from "./runtime.js";

/** What resolving a fleet asks of the targets that there are. */
export interface FleetTargets {
  readonly runtimes: readonly FleetRuntime[];
  readonly modules: readonly FleetModule[];
}

/** A service as it is read, before it is bound. */
export type ReadService = Pick<Service, "name" | "path" | "node" | "sections">;

export interface FleetRuntime {
  /** The key of a service under which its section stands: `wsgi`. A service has one runtime's. */
  readonly key: string;
  readonly schema: $ZodType;
  /** Further keys of a service that go with it. */
  readonly beside?: Readonly<Record<string, $ZodType>>;
  bind(section: unknown, service: ReadService): BoundRuntime;
}

export type HostKind = "proxies" | "app_servers";

export interface FleetModule {
  readonly name: string;
  /** Its section at the top of the inventory, under its own name. */
  readonly schema?: $ZodType;
  /** One line about that section, for the reference. */
  readonly about?: string;
  /** The hosts that may differ in it; under them stands what does. */
  readonly hosts?: readonly HostKind[];
  /** What the section comes to on a host. */
  limits?(part: Part): Limits;
  /** The settings of a raw line of the section that have a key of their own. */
  readonly rawLines?: RawLines;
  /** A key that it adds to services. */
  readonly service?: ServiceKey;
}

export interface ServiceKey {
  readonly key: string;
  readonly schema: $ZodType;
  bind(section: unknown, service: ReadService): Behind;
}

/** The modules in whose sections hosts of a kind may differ. */
export const modulesOf = (kind: HostKind, all: readonly FleetModule[]): readonly FleetModule[] =>
  all.filter(({ hosts }) => hosts?.includes(kind));

/** Reads a service's section of that key, as its schema has typed it; undefined where the service has none. */
export const serviceSection =
  <Section>(key: string) =>
  ({ sections }: Pick<Service, "sections">): Section | undefined =>
    sections[key] as Section | undefined;

/** Reads the section of that name at the top of the inventory, as its schema has typed it. */
export const fleetSection =
  <Section>(name: string) =>
  ({ extra, node }: Fleet): (Located & { readonly settings: Section }) | undefined =>
    extra[name] === undefined ? undefined : { settings: extra[name] as Section, node };
