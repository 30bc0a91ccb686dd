import * as z from "zod";
import { apacheSection, siteSection, wsgiSection } from "../modules/apache/schema.js";
import { haproxySection } from "../modules/haproxy/schema.js";
import { kernelSection } from "../modules/kernel/schema.js";
import { mirrorlistServerSection } from "../modules/mirrorlist-server/schema.js";
import { accept, field, hostName, isoDate, percent, prose, refuse, size, whole } from "./field.js";
import { stormSection } from "./storm-schema.js";

const service = z.strictObject({
  wsgi: wsgiSection,
  server: mirrorlistServerSection.optional(),
  site: siteSection.optional(),
});

/** A section repeated under one host holds what differs there. It is checked once laid on the fleet's own section. */
const differing = (about: string) =>
  z
    .record(z.string(), z.unknown())
    .describe(`${about} What differs on this host, in the shape of the section of that name.`);

const proxy = z.strictObject({
  traffic: percent(
    "This proxy's share of the requests; the proxies without one share what is left.",
  ).optional(),
  memory: size("Memory of the host.", "4GiB").optional(),
  nofile: whole("RLIMIT_NOFILE of the HAProxy process: files and connections it may hold.", 1).optional(),
  haproxy: differing("HAProxy.").optional(),
  kernel: differing("Kernel parameters.").optional(),
});

const appServer = z.strictObject({
  address: hostName("Address that the proxies connect to; unset, the host's name.", "10.5.126.38").optional(),
  memory: size("Memory of the host.", "4GiB").optional(),
  base_memory: size("Memory in use before any daemon process starts.", "700MiB").optional(),
  reserve_memory: size(
    "Memory to leave free, so that the host stops short of swap; unset, 0.",
    "64MiB",
  ).optional(),
  mirrorlist: differing("The service.").optional(),
  apache: differing("Apache.").optional(),
  kernel: differing("Kernel parameters.").optional(),
});

const waiver = z.strictObject({
  check: field<string>(
    {
      type: "string",
      description: "Slug of the check whose finding is accepted.",
      examples: ["capacity/app-slots"],
    },
    (input) =>
      typeof input === "string" && /^[a-z0-9-]+\/[a-z0-9-]+$/.test(input)
        ? accept(input)
        : refuse(
            "schema/value",
            `${JSON.stringify(input)} is not the slug of a check`,
            "run mmconf explain for the list, and write a slug such as capacity/app-slots",
          ),
  ),
  subject: prose(
    "Subject of the finding, with or without its host: mirrorlist, or mirrorlist@app1.",
  ).optional(),
  reason: prose("Why it is accepted, for the next reader."),
  until: isoDate("Last day on which it is accepted."),
});

/** The sections that modules of a project's own add, by their names. */
export type ExtraSections = Readonly<Record<string, z.ZodType>>;

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
  description: prose("What this environment is.").optional(),
  extends: prose(
    "Inventory that this one refines: maps merge, lists and scalars replace, null removes.",
  ).optional(),
  proxies: z.record(z.string(), proxy).describe("The hosts that run HAProxy, by host or host range."),
  app_servers: z.record(z.string(), appServer).describe("The active app servers, by host or host range."),
  backups: z
    .record(z.string(), appServer)
    .describe("App servers that serve when every active one is down.")
    .optional(),
  haproxy: haproxySection.describe(
    "HAProxy on the proxies: its version, global and defaults sections, and the listen sections.",
  ),
  mirrorlist: service
    .describe("The service whose slots the listeners share: WSGI processes and mirrorlist_server.")
    .optional(),
  apache: apacheSection.describe("Apache on the app servers.").optional(),
  kernel: kernelSection.describe("Kernel parameters of every host, by their sysctl names.").optional(),
  storms: z.record(z.string(), stormSection).describe("Load scenarios, by name.").optional(),
  accept: z.array(waiver).describe("Findings that are accepted, with a reason and a last day.").optional(),
});

export type Inventory = z.output<typeof inventorySchema>;
export type ServiceSection = z.output<typeof service>;
export type ProxyEntry = z.output<typeof proxy>;
export type AppServerEntry = z.output<typeof appServer>;
export type WaiverSection = z.output<typeof waiver>;

export const serviceSection = service;

/** The inventory's schema with the sections of a project's own modules. */
export const schemaWith = (extra: ExtraSections) =>
  Object.keys(extra).length === 0 ? inventorySchema : inventorySchema.extend(extra);
