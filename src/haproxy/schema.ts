import * as z from "zod/mini";
import { oneOf } from "../schema/choice-field.js";
import { accept, described, field, refuse } from "../schema/field.js";
import { whole } from "../schema/quantity-field.js";
import { isBindHost, text } from "../schema/text-field.js";
import { directives } from "./directives-schema.js";
import { global } from "./global-schema.js";
import { option } from "./option-schema.js";
import { server } from "./server-schema.js";
import { timeout } from "./timeout-schema.js";
import { haproxyVersion } from "./version.js";

const balance = text(
  "How requests are spread over servers (4.2 balance).",
  /^(?:roundrobin|static-rr|leastconn|first|source|uri|url_param [A-Za-z0-9_.-]+|(?:hdr|rdp-cookie)\([A-Za-z0-9_-]+\)|rdp-cookie|random(?:\([1-9]\d{0,2}\))?)$/,
  "a balance algorithm",
  "roundrobin",
);

/** What defaults and listen sections have in common. */
const shared = {
  mode: z.optional(oneOf("What the connections carry (4.2 mode).", ["http", "tcp"])),
  balance: z.optional(balance),
  retries: z.optional(whole("Further tries to connect to a server; unset, 3 (4.2 retries).", 0)),
  maxconn: z.optional(whole("Connections that the listener takes at once (4.2 maxconn).", 1)),
  backlog: z.optional(whole("Connections that may wait to be accepted; unset, maxconn (4.2 backlog).", 1)),
  fullconn: z.optional(whole("Load at which servers reach maxconn, where minconn is set (4.2 fullconn).", 1)),
  timeout: z.optional(timeout),
  option: z.optional(option),
};

const defaults = z.strictObject({
  log: z.optional(oneOf("Where to log: global takes the targets of the global section.", ["global"])),
  ...shared,
  directives: z.optional(directives),
});

const BIND = /^(.*):(\d{1,5})$/;

const isBind = (address: unknown): boolean => {
  const [, host = "", port = "0"] = (typeof address === "string" && BIND.exec(address)) || [];
  return isBindHost(host) && Number(port) >= 1 && Number(port) <= 65_535;
};

const bind = field<readonly string[]>(
  {
    anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
    description: "Address and port to listen on, or a list of them (4.2 bind).",
    examples: ["0.0.0.0:10002"],
  },
  (input) => {
    const addresses: readonly unknown[] = Array.isArray(input) ? input : [input];
    const wrong = addresses.find((address) => !isBind(address));
    if (addresses.length === 0 || wrong !== undefined) {
      return refuse(
        "schema/value",
        `${JSON.stringify(wrong ?? input)} is not an address and a port`,
        "write 0.0.0.0:10002, or a list of such",
      );
    }
    return accept(addresses.map(String));
  },
);

const listener = z.strictObject({
  bind,
  slots: z.optional(
    oneOf("Whose slots the requests of this listener take. Unset, mmconf computes no capacity for it.", [
      "mirrorlist",
    ]),
  ),
  ...shared,
  hosts: z.optional(
    described(
      "The app servers and backups behind this listener; unset, all of them.",
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
    described("What single server lines have besides, by host or host range.", z.record(z.string(), server)),
  ),
  directives: z.optional(directives),
});

export const haproxySection = z.strictObject({
  version: haproxyVersion,
  global: z.optional(global),
  defaults: z.optional(defaults),
  listeners: described("The listen sections, by name.", z.record(z.string(), listener)),
});

export type HaproxySection = z.output<typeof haproxySection>;
export type DefaultsSection = z.output<typeof defaults>;
export type ListenerSection = z.output<typeof listener>;
