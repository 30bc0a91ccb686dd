import * as z from "zod/mini";
import { haproxySection } from "../haproxy/schema.js";
import { accept, described, field, kindOf, refuse } from "../schema/field.js";
import { percent, size, whole } from "../schema/quantity-field.js";
import { hostName, isoDate, prose } from "../schema/text-field.js";
import { SERVICE } from "./format-1.js";
import { stormSection } from "./storm-schema.js";

type Schema = z.core.$ZodType;
type Shape = Readonly<Record<string, Schema>>;

/** A section that a module adds. */
export interface AddedSection {
  readonly name: string;
  readonly schema: Schema;
  readonly about: string | undefined;
  /** The hosts that may differ in it. */
  readonly hosts: readonly ("proxies" | "app_servers")[];
}

/** What the targets that there are add to an inventory. */
export interface Added {
  readonly sections: readonly AddedSection[];
  /** Keys of a service: those of the runtimes, and those that modules add. */
  readonly service: Shape;
}

/** Linux does not start in less. */
const MIN_MEMORY = 1024 ** 2;

/** A section repeated under one host holds what differs there. It is checked once laid on the fleet's own section. */
const differing = (name: string) =>
  z.optional(
    described(
      `What differs on this host from the section ${name}, in its shape.`,
      z.record(z.string(), z.unknown()),
    ),
  );

const proxy = {
  traffic: z.optional(
    percent("This proxy's share of the requests; the proxies without one share what is left."),
  ),
  memory: z.optional(size("Memory of the host.", "4GiB", MIN_MEMORY)),
  nofile: z.optional(whole("RLIMIT_NOFILE of the HAProxy process: files and connections it may hold.", 1)),
  haproxy: differing("haproxy"),
};

const appServer = {
  address: z.optional(
    hostName("Address that the proxies connect to; default the host's name.", "10.5.126.38"),
  ),
  memory: z.optional(size("Memory of the host.", "4GiB", MIN_MEMORY)),
  base_memory: z.optional(size("Memory in use before any daemon process starts.", "700MiB")),
  reserve_memory: z.optional(
    size("Memory to leave free, so that the host stops short of swap; default 0.", "64MiB"),
  ),
  [SERVICE]: differing(SERVICE),
  services: z.optional(
    described(
      "What differs on this host from the services that it runs, by name.",
      z.record(z.string(), z.record(z.string(), z.unknown())),
    ),
  ),
};

const waiver = z.strictObject({
  rule: field<string>(
    {
      type: "string",
      description: "Slug of the rule whose finding is accepted.",
      examples: ["capacity/app-slots"],
    },
    (input) =>
      typeof input === "string" && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(input)
        ? accept(input)
        : refuse(
            "schema/value",
            `${JSON.stringify(input)} is not a rule's slug`,
            "run mmconf explain for the list, and write a slug such as capacity/app-slots",
          ),
  ),
  subject: z.optional(prose("Subject of the finding, with or without its host: shop, or shop@web1.")),
  reason: prose("Why it is accepted, for the next reader."),
  until: isoDate("Last day on which it is accepted."),
});

/** The keys of every inventory. */
const before = {
  mmconf: field<1>({ const: 1, description: "Version of the inventory's format." }, (input) =>
    input === 1
      ? accept(1)
      : refuse(
          "schema/value",
          `${JSON.stringify(input)} is not a format that this mmconf reads`,
          "write mmconf: 1",
        ),
  ),
  description: z.optional(prose("What this environment is.")),
  extends: z.optional(
    prose("Inventory that this one refines: maps merge, lists and scalars replace, null removes."),
  ),
};
const middle = {
  haproxy: described(
    "HAProxy on the proxies: its version, global and defaults sections, and the listen sections.",
    haproxySection,
  ),
};
const after = {
  storms: z.optional(described("Load scenarios, by name.", z.record(z.string(), stormSection))),
  accept: z.optional(described("Findings that are accepted, with a reason and a last day.", z.array(waiver))),
};

const hostSections = (proxyShape: Shape, serverShape: Shape) => {
  const server = z.strictObject(serverShape);
  return {
    proxies: described(
      "The hosts that run HAProxy, by host or host range.",
      z.record(z.string(), z.strictObject(proxyShape)),
    ),
    app_servers: described("The active app servers, by host or host range.", z.record(z.string(), server)),
    backups: z.optional(
      described("App servers that serve when every active one is down.", z.record(z.string(), server)),
    ),
  };
};

const serviceShape = ({ service }: Added): Shape =>
  Object.fromEntries(Object.entries(service).map(([key, schema]) => [key, z.optional(schema)]));

/** The section of a service: of the runtimes' keys it has one. */
export const serviceSchema = (added: Added) => z.strictObject(serviceShape(added));

/** A range holds commas, too, and those stand in brackets. */
const splitHosts = (text: string): readonly string[] => text.split(/,(?![^[]*\])/).map((part) => part.trim());
const HOSTS = /^[A-Za-z0-9._,[\]-]+(?:, [A-Za-z0-9._,[\]-]+)*$/;

/** The app servers and backups that a service runs on: a range, several with commas between them, or a list of those. */
const serviceHosts = field<readonly string[]>(
  {
    anyOf: [
      { type: "string", pattern: HOSTS.source },
      { type: "array", items: { type: "string", pattern: HOSTS.source } },
    ],
    description:
      "The app servers and backups that run it: web[1-6], or several such, in a list or with commas.",
    examples: ["web[1-6]"],
  },
  (input) => {
    const given = Array.isArray(input) ? input : [input];
    const wrong = given.find((text) => typeof text !== "string" || !HOSTS.test(text));
    return given.length === 0 || wrong !== undefined
      ? refuse(
          "schema/value",
          `${kindOf(given.length === 0 ? input : wrong)} names no hosts`,
          "write hosts as web1, web[1-6] or web[1-3], spare1",
        )
      : accept(given.flatMap((text) => splitHosts(String(text))));
  },
);

/** Of the services by name: what the runtimes and modules add, where it runs, and where it listens. */
const namedService = (added: Added) =>
  z.strictObject({
    hosts: serviceHosts,
    port: z.optional(
      whole("Port that it listens on: that of its server lines, unless they say another.", 1, 65_535),
    ),
    ...serviceShape(added),
  });

/** The shape of an inventory, once what it extends is merged and ranges are written out. */
export const inventorySchema = (added: Added) => {
  const differ = (kind: AddedSection["hosts"][number]): Shape =>
    Object.fromEntries(
      added.sections.flatMap(({ name, hosts }) => (hosts.includes(kind) ? [[name, differing(name)]] : [])),
    );
  const sections = added.sections.map(({ name, schema, about }) => [
    name,
    z.optional(about === undefined ? schema : described(about, schema)),
  ]);
  return z.strictObject({
    ...before,
    ...hostSections({ ...proxy, ...differ("proxies") }, { ...appServer, ...differ("app_servers") }),
    ...middle,
    [SERVICE]: z.optional(
      described("The service whose slots the listeners share: how it comes by them.", serviceSchema(added)),
    ),
    services: z.optional(
      described("What the app servers run, by name.", z.record(z.string(), namedService(added))),
    ),
    ...Object.fromEntries(sections),
    ...after,
  });
};

export type ProxyEntry = Output<typeof proxy>;
export type AppServerEntry = Output<typeof appServer>;
/** A service by name; beside these it has the sections of its runtime and of modules. */
export interface ServiceEntry {
  readonly hosts: readonly string[];
  readonly port?: number | undefined;
}
export type WaiverSection = z.output<typeof waiver>;

type Output<S extends Shape> = z.output<z.ZodMiniObject<S>>;

/** What every inventory holds, beside the sections of modules. */
export interface Inventory extends Output<typeof before>, Output<typeof middle>, Output<typeof after> {
  readonly proxies: Readonly<Record<string, ProxyEntry>>;
  readonly app_servers: Readonly<Record<string, AppServerEntry>>;
  readonly backups?: Readonly<Record<string, AppServerEntry>>;
  readonly services?: Readonly<Record<string, ServiceEntry>>;
  readonly [section: string]: unknown;
}
