import { flag, text, userName, whole } from "../../schema/value-type.js";
import type { HaproxyKeyword } from "./keyword.js";
import { time } from "./time.js";

const FACILITIES =
  "kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|auth2|ftp|ntp|audit|alert|cron2|local[0-7]";
const LEVELS = "emerg|alert|crit|err|warning|notice|info|debug";
const LOG = new RegExp(
  `^(?:[A-Za-z0-9._-]+(?::\\d{1,5})?|/[A-Za-z0-9/._-]+) (?:${FACILITIES})(?: (?:${LEVELS})){0,2}$`,
);

const OVER_64 = /^(?:6[5-9]|[7-9]\d|\d{3,})$/;

export const GLOBAL = {
  log: {
    type: text(LOG, "an address and a facility", "127.0.0.1 local0", "127.0.0.1:514 daemon err"),
    about: "Where logs go and as what",
    manual: "3.1",
    adds: true,
  },
  chroot: {
    type: text(
      /^(?:auto|\/[A-Za-z0-9_./@:+,=~-]*)$/,
      "an absolute path of plain characters, or auto",
      "/var/lib/haproxy",
      "auto",
    ),
    about: "Folder that the process locks itself into; auto is an empty one without a name",
    manual: "3.1",
    values: [
      {
        name: "chroot auto",
        means: /^auto$/,
        since: { major: 3, minor: 4 },
        instead: "an empty folder that nobody may write to, such as /var/lib/haproxy",
        known: { measured: ["3.3.0", "3.4.0"], cited: "manual 3.4 chroot" },
      },
    ],
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
    type: whole(1),
    about: "Processes, each counting maxconn for itself",
    manual: "3.1",
    values: [
      {
        name: "nbproc over 1",
        means: /^(?!1$)\d/,
        deprecated: { major: 2, minor: 3 },
        instead: "nbthread, whose threads share one maxconn and one set of health checks",
        known: { measured: ["2.2.0", "2.3.0"] },
      },
      {
        name: "nbproc over 64",
        means: OVER_64,
        gone: { major: 1, minor: 5 },
        instead: "nbproc 64",
        known: { measured: ["1.4.6", "1.5.0"] },
      },
    ],
    versions: {
      gone: { major: 2, minor: 5 },
      instead: "nbthread, whose threads share one maxconn and one set of health checks",
      known: { cited: "CHANGELOG 2.5-dev1; refused by 2.6.12" },
    },
  },
  nbthread: {
    type: whole(1, 1024),
    about: "Threads of the process; they share maxconn",
    manual: "3.1",
    values: [
      {
        name: "nbthread over 64",
        means: OVER_64,
        since: { major: 3, minor: 2 },
        instead: "nbthread 64",
        known: { measured: ["3.1.0", "3.2.0"] },
      },
    ],
    versions: {
      since: { major: 1, minor: 8 },
      instead: "nbproc, with maxconn divided by it, as each process counts for itself",
      known: { cited: "CHANGELOG 1.8-rc1" },
    },
  },
  "fd-hard-limit": {
    type: whole(0),
    about: "Most descriptors of which maxconn is reckoned where it is not set; 0 is no limit of its own",
    manual: "3.1",
    versions: {
      since: { major: 2, minor: 6 },
      instead: "maxconn, which needs no limit of files to be reckoned from",
      known: { measured: ["2.4.0", "2.6.12"], cited: "CHANGELOG 2.6-dev8" },
    },
  },
  "ulimit-n": { type: whole(1), about: "File descriptors of the process", manual: "3.1" },
  maxpipes: { type: whole(0), about: "Pipes for splicing, two descriptors each", manual: "3.2" },
  "hard-stop-after": {
    type: time("90s"),
    about: "Longest life of an old process after a reload",
    manual: "3.1",
    versions: {
      since: { major: 1, minor: 7, patch: 4 },
      instead: "short client and server timeouts, which end an old process's connections too",
      known: { cited: "CHANGELOG 1.8-dev1 and 1.7.4" },
    },
  },
  "spread-checks": {
    type: whole(0, 50),
    about: "Checks are spread by this many percent of inter",
    manual: "3.2",
  },
} as const satisfies Readonly<Record<string, HaproxyKeyword>>;
