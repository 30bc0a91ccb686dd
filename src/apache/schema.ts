import * as z from "zod/mini";
import { oneOf } from "../schema/choice-field.js";
import { described } from "../schema/field.js";
import { duration as anyDuration, size, whole } from "../schema/quantity-field.js";
import { path, rawLine, text, userName } from "../schema/text-field.js";

/** mod_wsgi 4.9 refuses to start with user=root: "WSGI process blocked from running as root". */
const daemonUser = (about: string, example: string) =>
  text(about, /^(?!root$)[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a user or group name, and not root", example);

/** mod_wsgi refuses more seconds than 31 bits hold (measured, 4.9.4); Apache counts them alike. */
const duration = (about: string, example: string) =>
  anyDuration(about, example, { most: (2 ** 31 - 1) * 1000, because: " by Apache and mod_wsgi" });

/** What `processes` takes. */
export const MAX_PROCESSES = 100_000;

/** The options of WSGIDaemonProcess, as mod_wsgi's manual names them; `memory_per_process` is mmconf's own. */
export const wsgiSection = z.strictObject({
  user: z.optional(
    daemonUser("User that the daemon processes run as; mod_wsgi refuses root (user).", "apache"),
  ),
  group: z.optional(userName("Group that the daemon processes run as (group).", "apache")),
  processes: whole("Daemon processes on each app server (processes).", 1, MAX_PROCESSES),
  threads: whole("Threads in each process; mod_wsgi's own default is 15 (threads).", 1, 10_000),
  "display-name": z.optional(
    text(
      "Name of the processes in ps (display-name).",
      /^(?:%\{GROUP\}|[A-Za-z0-9_.:()-]{1,64})$/,
      "a name",
      "mirrorlist",
    ),
  ),
  "maximum-requests": z.optional(
    whole("Requests after which a process is replaced; 0 is never (maximum-requests).", 0),
  ),
  "listen-backlog": z.optional(
    whole("Connections that may wait for a daemon process; unset, 100 (listen-backlog).", 1),
  ),
  "queue-timeout": z.optional(
    duration("Longest wait for a daemon process; 0s or unset is no limit (queue-timeout).", "45s"),
  ),
  "request-timeout": z.optional(
    duration("Longest time for a request; unset is no limit (request-timeout).", "60s"),
  ),
  "graceful-timeout": z.optional(
    duration("Time that a process at maximum-requests has to finish; unset, 15 s (graceful-timeout).", "15s"),
  ),
  "shutdown-timeout": z.optional(
    duration("Time that a process has to end; unset, 5 s (shutdown-timeout).", "5s"),
  ),
  "inactivity-timeout": z.optional(
    duration("Idle time after which a process is replaced; unset is never (inactivity-timeout).", "300s"),
  ),
  "socket-timeout": z.optional(
    duration("Silence on the daemon's socket; unset, Apache's Timeout (socket-timeout).", "60s"),
  ),
  memory_per_process: z.optional(size("Resident memory that one daemon process adds.", "25MiB", 1)),
});

export const urlPath = text(
  "A path of the site.",
  /^\/[A-Za-z0-9_./-]*$/,
  "a URL path of plain characters",
  "/mirrorlist",
);

/** mod_expires: `<base> [plus] {<number> <unit>}`, or A or M with seconds. */
const EXPIRES =
  /^(?:[AM]\d{1,9}|(?:access|now|modification)(?: plus)?(?: \d{1,9} (?:year|month|week|day|hour|minute|second)s?)+)$/;

export const siteSection = z.strictObject({
  alias: z.optional(
    described(
      "A folder of static pages beside the application (Alias).",
      z.strictObject({
        url: urlPath,
        directory: path(
          "The folder that the URL shows, with its closing slash.",
          "/var/lib/mirrormanager/mirrorlists/publiclist/",
        ),
        ExpiresDefault: z.optional(
          text(
            "How long browsers may keep a page (mod_expires ExpiresDefault).",
            EXPIRES,
            "an expiry",
            "modification plus 1 hour",
          ),
        ),
      }),
    ),
  ),
  script: path("The WSGI script.", "/usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi"),
  urls: described(
    "The URLs that lead to the script (WSGIScriptAlias).",
    z.array(urlPath).check(z.minLength(1)),
  ),
  "process-group": z.optional(
    text(
      "Daemon process group that the script runs in (WSGIScriptAlias process-group); unset, Apache's WSGIProcessGroup decides.",
      /^(?:%\{GLOBAL\}|[A-Za-z0-9_.:-]{1,64})$/,
      "the name of a daemon process group",
      "mirrorlist",
    ),
  ),
  "application-group": z.optional(
    text(
      "Python interpreter that the script runs in; unset, one for each URL (WSGIScriptAlias application-group).",
      /^(?:%\{(?:GLOBAL|RESOURCE|SERVER|HOST)\}|[A-Za-z0-9_.:-]{1,64})$/,
      "the name of an application group",
      "%{GLOBAL}",
    ),
  ),
});

/** Apache opens a block for `"<IfDefine"` too, and for a first word that a variable of Define ends up as. */
const BLOCK = /^\s*(?:<|\S*["'\\$])|\\\s*$/;

/** Apache itself, by its own names; what is not set is rendered nowhere and stays Apache's default. */
export const apacheSection = z.strictObject({
  mpm: z.optional(
    oneOf("The multi-processing module in use; it decides the defaults.", ["prefork", "worker", "event"]),
  ),
  MaxRequestWorkers: z.optional(
    whole("Requests that Apache serves at once (mpm_common MaxRequestWorkers).", 1),
  ),
  ServerLimit: z.optional(whole("Processes that Apache may run (mpm_common ServerLimit).", 1)),
  ThreadLimit: z.optional(
    whole("The most that ThreadsPerChild can be; unset, 64; worker and event (mpm_common ThreadLimit).", 1),
  ),
  ThreadsPerChild: z.optional(
    whole("Threads in each Apache process; worker and event (mpm_common ThreadsPerChild).", 1),
  ),
  ListenBackLog: z.optional(
    whole("Connections that may wait to be accepted; unset, 511 (mpm_common ListenBackLog).", 1),
  ),
  Timeout: z.optional(
    duration("Silence after which Apache gives up on a peer; unset, 60 s (core Timeout).", "60s"),
  ),
  KeepAliveTimeout: z.optional(
    duration("Time to wait for the next request of a connection; unset, 5 s (core KeepAliveTimeout).", "5s"),
  ),
  directives: z.optional(
    described(
      "Lines that mmconf does not model, rendered as they stand at the end of the file.",
      z.array(
        rawLine(
          "A line that mmconf does not model.",
          BLOCK,
          "opens a block, writes its first word in quotes or as a variable, or runs into the next line",
        ),
      ),
    ),
  ),
});

export type WsgiSection = z.output<typeof wsgiSection>;
export type ApacheSection = z.output<typeof apacheSection>;
