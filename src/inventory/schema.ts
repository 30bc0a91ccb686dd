import * as z from "zod/mini";
import { apacheSection, siteSection, wsgiSection } from "../apache/schema.js";
import { haproxySection } from "../haproxy/schema.js";
import { kernelSection } from "../modules/kernel/schema.js";
import { mirrorlistServerSection } from "../modules/mirrorlist_server/schema.js";
import { accept, described, field, refuse } from "../schema/field.js";
import { percent, size, whole } from "../schema/quantity-field.js";
import { hostName, isoDate, prose } from "../schema/text-field.js";
import { stormSection } from "./storm-schema.js";

const service = z.strictObject({
  wsgi: wsgiSection,
  server: z.optional(mirrorlistServerSection),
  site: z.optional(siteSection),
});

/** Linux does not start in less. */
const MIN_MEMORY = 1024 ** 2;

/** A section repeated under one host holds what differs there. It is checked once laid on the fleet's own section. */
const differing = (about: string) =>
  described(
    `${about} What differs on this host, in the shape of the section of that name.`,
    z.record(z.string(), z.unknown()),
  );

const proxy = z.strictObject({
  traffic: z.optional(
    percent("This proxy's share of the requests; the proxies without one share what is left."),
  ),
  memory: z.optional(size("Memory of the host.", "4GiB", MIN_MEMORY)),
  nofile: z.optional(whole("RLIMIT_NOFILE of the HAProxy process: files and connections it may hold.", 1)),
  haproxy: z.optional(differing("HAProxy.")),
  kernel: z.optional(differing("Kernel parameters.")),
});

const appServer = z.strictObject({
  address: z.optional(
    hostName("Address that the proxies connect to; unset, the host's name.", "10.5.126.38"),
  ),
  memory: z.optional(size("Memory of the host.", "4GiB", MIN_MEMORY)),
  base_memory: z.optional(size("Memory in use before any daemon process starts.", "700MiB")),
  reserve_memory: z.optional(
    size("Memory to leave free, so that the host stops short of swap; unset, 0.", "64MiB"),
  ),
  mirrorlist: z.optional(differing("The service.")),
  apache: z.optional(differing("Apache.")),
  kernel: z.optional(differing("Kernel parameters.")),
});

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
            `${JSON.stringify(input)} is not the slug of a rule`,
            "run mmconf explain for the list, and write a slug such as capacity/app-slots",
          ),
  ),
  subject: z.optional(
    prose("Subject of the finding, with or without its host: mirrorlist, or mirrorlist@app1."),
  ),
  reason: prose("Why it is accepted, for the next reader."),
  until: isoDate("Last day on which it is accepted."),
});

/** The sections that modules of a project's own add, by their names. */
export type ExtraSections = Readonly<Record<string, z.core.$ZodType>>;

/** The shape of an inventory, once what it extends is merged and ranges are written out. */
export const inventorySchema = z.strictObject({
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
  proxies: described("The hosts that run HAProxy, by host or host range.", z.record(z.string(), proxy)),
  app_servers: described("The active app servers, by host or host range.", z.record(z.string(), appServer)),
  backups: z.optional(
    described("App servers that serve when every active one is down.", z.record(z.string(), appServer)),
  ),
  haproxy: described(
    "HAProxy on the proxies: its version, global and defaults sections, and the listen sections.",
    haproxySection,
  ),
  mirrorlist: z.optional(
    described("The service whose slots the listeners share: WSGI processes and mirrorlist_server.", service),
  ),
  apache: z.optional(described("Apache on the app servers.", apacheSection)),
  kernel: z.optional(described("Kernel parameters of every host, by their sysctl names.", kernelSection)),
  storms: z.optional(described("Load scenarios, by name.", z.record(z.string(), stormSection))),
  accept: z.optional(described("Findings that are accepted, with a reason and a last day.", z.array(waiver))),
});

export type Inventory = z.output<typeof inventorySchema>;
export type ServiceSection = z.output<typeof service>;
export type ProxyEntry = z.output<typeof proxy>;
export type AppServerEntry = z.output<typeof appServer>;
export type WaiverSection = z.output<typeof waiver>;

export const serviceSection = service;

/** The inventory's schema with the sections of a project's own modules. */
export const schemaWith = (extra: ExtraSections) => {
  const sections = Object.entries(extra).map(([name, section]) => [name, z.optional(section)]);
  return sections.length === 0
    ? inventorySchema
    : z.extend(inventorySchema, Object.fromEntries(sections) as Record<string, z.core.$ZodType>);
};
