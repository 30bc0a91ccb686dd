import * as z from "zod/mini";
import { flag } from "../schema/choice-field.js";
import { described } from "../schema/field.js";
import type { SettingsOf } from "../schema/keyword.js";
import { fieldsOf } from "../schema/keyword.js";
import { duration, whole } from "../schema/quantity-field.js";
import { rawLine, serviceName, text } from "../schema/text-field.js";
import type { Milliseconds } from "../text/units.js";
import { GLOBAL } from "./keywords/global.js";
import type { ProxySection, StandingIn } from "./keywords/keyword.js";
import { documented, standingIn } from "./keywords/keyword.js";
import { OPTIONS } from "./keywords/options.js";
import { PROXY } from "./keywords/proxy.js";
import { SERVER } from "./keywords/server.js";
import { TIMEOUTS } from "./keywords/timeouts.js";
import { directives } from "./raw-line.js";
import type { HaproxyVersion } from "./version.js";
import { haproxyVersion } from "./version.js";

const global = z.strictObject({
  ...fieldsOf(GLOBAL, documented()),
  directives: z.optional(directives),
});

/** The timeouts and options that may stand in a section; those of listen sections are those of defaults. */
const groupsOf = (section: ProxySection) => ({
  timeout: z.optional(z.strictObject(fieldsOf(standingIn(TIMEOUTS, section), documented("timeout ")))),
  option: z.optional(z.strictObject(fieldsOf(standingIn(OPTIONS, section), documented("option ")))),
});

const groups = groupsOf("listen");

const defaults = z.strictObject({
  ...fieldsOf(standingIn(PROXY, "defaults"), documented()),
  ...groups,
  directives: z.optional(directives),
});

const serverKeys = {
  port: z.optional(whole("The port of the app server.", 1, 65_535)),
  ...fieldsOf(SERVER, documented()),
  directives: z.optional(
    described(
      "Further words for the server line, rendered as they stand at its end.",
      z.array(
        rawLine(
          "Words that mmconf does not model, added to the server line.",
          /#|\\\s*$/,
          "would end the line early or run into the next",
        ),
      ),
    ),
  ),
};

const server = z.strictObject(serverKeys);

const serverLine = z.strictObject({
  address: z.optional(
    text(
      "Of a server that is no host of this inventory: its address, with its port.",
      /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|\/[A-Za-z0-9_./@-]+|unix@[A-Za-z0-9_./@-]+)(?::\d{1,5})?$/,
      "an address",
      "10.0.0.9:8080",
    ),
  ),
  backup: z.optional(flag("Whether it serves only when no active server does; by default as the host does.")),
  ...serverKeys,
});

/** What leads to servers, which is said in mmconf's own words. */
const towardsServers = {
  service: z.optional(
    serviceName(
      "The service that answers its requests: a server line for each of the service's hosts, with its port, and capacity by its slots. Unset, mmconf computes no capacity for this listener.",
    ),
  ),
  slots: z.optional(
    serviceName(
      "The same, with a server line for each app server and backup there is, or for those under hosts.",
    ),
  ),
  check_takes: z.optional(
    duration(
      "How long a health check by HTTP holds its slot. Unset, as long as requests do if it asks for one of the site's urls itself, else 20ms.",
      "20ms",
      { least: 1 },
    ),
  ),
};

const serverLines = {
  hosts: z.optional(
    described(
      "The app servers and backups behind this listener; default all of them.",
      z.array(
        text(
          "A host or a range of hosts.",
          /^[A-Za-z0-9._,[\]-]+$/,
          "a host or a range of hosts",
          "app[1-4]",
        ),
      ),
    ),
  ),
  server: z.optional(described("What every server line of the listener has.", server)),
  servers: z.optional(
    described(
      "What single server lines have besides, by host or host range; and lines to servers that are no hosts here, by a name of their own.",
      z.record(z.string(), serverLine),
    ),
  ),
  directives: z.optional(directives),
};

const { bind, ...others } = fieldsOf(standingIn(PROXY, "listen"), documented());

const listener = z.strictObject({ bind, ...towardsServers, ...others, ...groups, ...serverLines });

const { bind: clients, ...towardsClients } = fieldsOf(standingIn(PROXY, "frontend"), documented());

/** `admin if is_admin`: the condition is HAProxy's to read. */
const useBackend = text(
  "The backend that requests go to, and on what condition.",
  /^[^\s#][^#\n]*$/,
  "a backend, with if or unless and a condition",
  "admin if { path_beg /admin }",
);

const frontend = z.strictObject({
  bind: clients,
  ...towardsClients,
  ...groupsOf("frontend"),
  directives: z.optional(directives),
  use_backend: z.optional(
    described(
      "Which requests go to which backend, the first that applies (4.2 use_backend). They stand behind the raw lines, and so behind the ACLs.",
      z.array(useBackend),
    ),
  ),
  default_backend: z.optional(
    text(
      "The backend of all other requests (4.2 default_backend).",
      /^[A-Za-z0-9_.:-]+$/,
      "a backend",
      "shop",
    ),
  ),
});

const backend = z.strictObject({
  ...towardsServers,
  ...fieldsOf(standingIn(PROXY, "backend"), documented()),
  ...groupsOf("backend"),
  ...serverLines,
});

export const haproxySection = z.strictObject({
  version: haproxyVersion,
  global: z.optional(global),
  defaults: z.optional(defaults),
  frontends: z.optional(
    described("The frontend sections, by name: where clients connect.", z.record(z.string(), frontend)),
  ),
  backends: z.optional(
    described(
      "The backend sections, by name: the servers that frontends lead to.",
      z.record(z.string(), backend),
    ),
  ),
  listeners: z.optional(
    described(
      "The listen sections, by name: a frontend and its one backend together.",
      z.record(z.string(), listener),
    ),
  ),
});

/** Lines, or words of a server line, that no keyword models. */
type WithDirectives = { readonly directives?: readonly string[] | undefined };

type Groups = {
  readonly timeout?: TimeoutSettings | undefined;
  readonly option?: OptionSettings | undefined;
};

export type GlobalSection = SettingsOf<typeof GLOBAL> & WithDirectives;
export type TimeoutName = keyof typeof TIMEOUTS;
export type TimeoutSettings = SettingsOf<typeof TIMEOUTS>;
export type OptionSettings = SettingsOf<typeof OPTIONS>;
export type DefaultsSection = SettingsOf<StandingIn<typeof PROXY, "defaults">> & Groups & WithDirectives;
export type ServerSettings = SettingsOf<typeof SERVER> &
  WithDirectives & { readonly port?: number | undefined };

export interface FrontendSection
  extends SettingsOf<StandingIn<typeof PROXY, "frontend">>,
    Groups,
    WithDirectives {
  readonly use_backend?: readonly string[] | undefined;
  readonly default_backend?: string | undefined;
}

/** Of a listen section, or of a backend, which binds to nothing. */
export interface ListenerSection
  extends Omit<SettingsOf<StandingIn<typeof PROXY, "listen">>, "bind">,
    Groups,
    WithDirectives {
  readonly bind?: SettingsOf<StandingIn<typeof PROXY, "listen">>["bind"];
  /** The service whose slots its requests take, and which gives its server lines. */
  readonly service?: string | undefined;
  /** The same, where it does not give the lines. */
  readonly slots?: string | undefined;
  /** How long a health check by HTTP holds its slot. */
  readonly check_takes?: Milliseconds | undefined;
  readonly hosts?: readonly string[] | undefined;
  readonly server?: ServerSettings | undefined;
  readonly servers?: Readonly<Record<string, ServerLineSettings>> | undefined;
}

/** Of one line alone; one to no host of the inventory has an address. */
export type ServerLineSettings = ServerSettings & {
  readonly address?: string | undefined;
  readonly backup?: boolean | undefined;
};

export interface HaproxySection {
  readonly version: HaproxyVersion;
  readonly global?: GlobalSection | undefined;
  readonly defaults?: DefaultsSection | undefined;
  readonly frontends?: Readonly<Record<string, FrontendSection>> | undefined;
  readonly backends?: Readonly<Record<string, ListenerSection>> | undefined;
  readonly listeners?: Readonly<Record<string, ListenerSection>> | undefined;
}
