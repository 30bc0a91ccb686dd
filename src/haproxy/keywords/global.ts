import { flag, path, text, userName, whole } from "../../schema/value-type.js";
import type { HaproxyKeyword } from "./keyword.js";
import { time } from "./time.js";

const FACILITIES =
  "kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|auth2|ftp|ntp|audit|alert|cron2|local[0-7]";
const LEVELS = "emerg|alert|crit|err|warning|notice|info|debug";
const LOG = new RegExp(
  `^(?:[A-Za-z0-9._-]+(?::\\d{1,5})?|/[A-Za-z0-9/._-]+) (?:${FACILITIES})(?: (?:${LEVELS})){0,2}$`,
);

export const GLOBAL = {
  log: {
    type: text(LOG, "an address and a facility", "127.0.0.1 local0", "127.0.0.1:514 daemon err"),
    about: "Where logs go and as what",
    manual: "3.1",
    adds: true,
  },
  chroot: {
    type: path("/var/lib/haproxy"),
    about: "Folder that the process locks itself into",
    manual: "3.1",
  },
  user: { type: userName("haproxy"), about: "User that the process becomes", manual: "3.1" },
  group: { type: userName("haproxy"), about: "Group that the process becomes", manual: "3.1" },
  daemon: { type: flag, about: "Go to the background", manual: "3.1" },
  maxconn: {
    type: whole(1),
    about: "Connections that one process takes at once",
    manual: "3.2",
    command: (_of, value) => `set maxconn global ${value}`,
  },
  nbproc: {
    type: whole(1, 64),
    about: "Processes, each counting maxconn for itself",
    manual: "3.1",
    versions: {
      gone: { major: 2, minor: 5 },
      instead: "nbthread, whose threads share one maxconn and one set of health checks",
      source: "CHANGELOG 2.5-dev1; refused by 2.6.12",
    },
  },
  nbthread: {
    type: whole(1, 64),
    about: "Threads of the process; they share maxconn",
    manual: "3.1",
    versions: {
      since: { major: 1, minor: 8 },
      instead: "nbproc, with maxconn divided by it, as each process counts for itself",
      source: "CHANGELOG 1.8-rc1",
    },
  },
  "ulimit-n": { type: whole(1), about: "File descriptors of the process", manual: "3.1" },
  maxpipes: { type: whole(0), about: "Pipes for splicing, two descriptors each", manual: "3.2" },
  "hard-stop-after": {
    type: time("90s"),
    about: "Longest life of an old process after a reload",
    manual: "3.1",
    versions: {
      since: { major: 1, minor: 7 },
      instead: "short client and server timeouts, which end an old process's connections too",
      source: "CHANGELOG 1.8-dev1 and 1.7.4",
    },
  },
  "spread-checks": {
    type: whole(0, 50),
    about: "Checks are spread by this many percent of inter",
    manual: "3.2",
  },
} as const satisfies Readonly<Record<string, HaproxyKeyword>>;
