import * as z from "zod";
import { duration, oneOf, path, rawLine, size, text, userName, whole } from "../../inventory/field.js";

/** mod_wsgi 4.9 refuses to start with user=root: "WSGI process blocked from running as root". */
const daemonUser = (about: string, example: string) =>
  text(about, /^(?!root$)[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a user or group name, and not root", example);

/** The options of WSGIDaemonProcess, as mod_wsgi's manual names them; `memory_per_process` is mmconf's own. */
export const wsgiSection = z.strictObject({
  user: daemonUser(
    "User that the daemon processes run as; mod_wsgi refuses root (user).",
    "apache",
  ).optional(),
  group: userName("Group that the daemon processes run as (group).", "apache").optional(),
  processes: whole("Daemon processes on each app server (processes).", 1, 100_000),
  threads: whole("Threads in each process; mod_wsgi's own default is 15 (threads).", 1, 10_000),
  "display-name": text(
    "Name of the processes in ps (display-name).",
    /^(?:%\{GROUP\}|[A-Za-z0-9_.:()-]{1,64})$/,
    "a name",
    "mirrorlist",
  ).optional(),
  "maximum-requests": whole(
    "Requests after which a process is replaced; 0 is never (maximum-requests).",
    0,
  ).optional(),
  "listen-backlog": whole(
    "Connections that may wait for a daemon process; unset, 100 (listen-backlog).",
    1,
  ).optional(),
  "queue-timeout": duration(
    "Longest wait for a daemon process; 0s or unset is no limit (queue-timeout).",
    "45s",
  ).optional(),
  "request-timeout": duration(
    "Longest time for a request; unset is no limit (request-timeout).",
    "60s",
  ).optional(),
  "graceful-timeout": duration(
    "Time that a process at maximum-requests has to finish; unset, 15 s (graceful-timeout).",
    "15s",
  ).optional(),
  "shutdown-timeout": duration(
    "Time that a process has to end; unset, 5 s (shutdown-timeout).",
    "5s",
  ).optional(),
  "inactivity-timeout": duration(
    "Idle time after which a process is replaced; unset is never (inactivity-timeout).",
    "300s",
  ).optional(),
  "socket-timeout": duration(
    "Silence on the daemon's socket; unset, Apache's Timeout (socket-timeout).",
    "60s",
  ).optional(),
  memory_per_process: size("Resident memory that one daemon process adds.", "25MiB").optional(),
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
  alias: z
    .strictObject({
      url: urlPath,
      directory: path(
        "The folder that the URL shows, with its closing slash.",
        "/var/lib/mirrormanager/mirrorlists/publiclist/",
      ),
      ExpiresDefault: text(
        "How long browsers may keep a page (mod_expires ExpiresDefault).",
        EXPIRES,
        "an expiry",
        "modification plus 1 hour",
      ).optional(),
    })
    .describe("A folder of static pages beside the application (Alias).")
    .optional(),
  script: path("The WSGI script.", "/usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi"),
  urls: z.array(urlPath).min(1).describe("The URLs that lead to the script (WSGIScriptAlias)."),
  "process-group": text(
    "Daemon process group that the script runs in (WSGIScriptAlias process-group); unset, Apache's WSGIProcessGroup decides.",
    /^(?:%\{GLOBAL\}|[A-Za-z0-9_.:-]{1,64})$/,
    "the name of a daemon process group",
    "mirrorlist",
  ).optional(),
  "application-group": text(
    "Python interpreter that the script runs in; unset, one for each URL (WSGIScriptAlias application-group).",
    /^(?:%\{(?:GLOBAL|RESOURCE|SERVER|HOST)\}|[A-Za-z0-9_.:-]{1,64})$/,
    "the name of an application group",
    "%{GLOBAL}",
  ).optional(),
});

const BLOCK = /^\s*<|\\\s*$/;

/** Apache itself, by its own names; what is not set is rendered nowhere and stays Apache's default. */
export const apacheSection = z.strictObject({
  mpm: oneOf("The multi-processing module in use; it decides the defaults.", [
    "prefork",
    "worker",
    "event",
  ]).optional(),
  MaxRequestWorkers: whole(
    "Requests that Apache serves at once (mpm_common MaxRequestWorkers).",
    1,
  ).optional(),
  ServerLimit: whole("Processes that Apache may run (mpm_common ServerLimit).", 1).optional(),
  ThreadLimit: whole(
    "The most that ThreadsPerChild can be; unset, 64; worker and event (mpm_common ThreadLimit).",
    1,
  ).optional(),
  ThreadsPerChild: whole(
    "Threads in each Apache process; worker and event (mpm_common ThreadsPerChild).",
    1,
  ).optional(),
  ListenBackLog: whole(
    "Connections that may wait to be accepted; unset, 511 (mpm_common ListenBackLog).",
    1,
  ).optional(),
  Timeout: duration(
    "Silence after which Apache gives up on a peer; unset, 60 s (core Timeout).",
    "60s",
  ).optional(),
  KeepAliveTimeout: duration(
    "Time to wait for the next request of a connection; unset, 5 s (core KeepAliveTimeout).",
    "5s",
  ).optional(),
  directives: z
    .array(rawLine("A line that mmconf does not model.", BLOCK, "opens a block or runs into the next line"))
    .describe("Lines that mmconf does not model, rendered as they stand at the end of the file.")
    .optional(),
});

export type WsgiSection = z.output<typeof wsgiSection>;
export type ApacheSection = z.output<typeof apacheSection>;
