import * as z from "zod/mini";
import { flag } from "../schema/choice-field.js";
import { whole } from "../schema/quantity-field.js";
import { path, text, userName } from "../schema/text-field.js";
import { directives } from "./directives-schema.js";
import { time } from "./timeout-schema.js";

const FACILITIES =
  "kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|auth2|ftp|ntp|audit|alert|cron2|local[0-7]";
const LEVELS = "emerg|alert|crit|err|warning|notice|info|debug";
const LOG = new RegExp(
  `^(?:[A-Za-z0-9._-]+(?::\\d{1,5})?|/[A-Za-z0-9/._-]+) (?:${FACILITIES})(?: (?:${LEVELS})){0,2}$`,
);

export const global = z.strictObject({
  maxconn: z.optional(whole("Connections that one process takes at once (3.2 maxconn).", 1)),
  user: z.optional(userName("User that the process becomes (3.1 user).", "haproxy")),
  group: z.optional(userName("Group that the process becomes (3.1 group).", "haproxy")),
  daemon: z.optional(flag("Go to the background (3.1 daemon).")),
  chroot: z.optional(path("Folder that the process locks itself into (3.1 chroot).", "/var/lib/haproxy")),
  log: z.optional(
    text("Where logs go and as what (3.1 log).", LOG, "an address and a facility", "127.0.0.1 local0"),
  ),
  nbproc: z.optional(
    whole("Processes, each counting maxconn for itself; gone since 2.5 (3.1 nbproc).", 1, 64),
  ),
  nbthread: z.optional(whole("Threads of the process; they share maxconn (3.1 nbthread).", 1, 64)),
  "ulimit-n": z.optional(whole("File descriptors of the process (3.1 ulimit-n).", 1)),
  maxpipes: z.optional(whole("Pipes for splicing, two descriptors each (3.2 maxpipes).", 0)),
  "hard-stop-after": z.optional(
    time("Longest life of an old process after a reload (3.1 hard-stop-after).", "90s"),
  ),
  "spread-checks": z.optional(
    whole("Checks are spread by this many percent of inter (3.2 spread-checks).", 0, 50),
  ),
  directives: z.optional(directives),
});

export type GlobalSection = z.output<typeof global>;
