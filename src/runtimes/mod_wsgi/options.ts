import { seconds } from "../../apache/seconds.js";
import type { Keyword } from "../../schema/keyword.js";
import { text, userName, whole } from "../../schema/value-type.js";

/** What `processes` takes. */
export const MAX_PROCESSES = 100_000;

/** The options of WSGIDaemonProcess, as mod_wsgi's manual names them. */
export const DAEMON_OPTIONS = {
  user: {
    // mod_wsgi 4.9 refuses to start with user=root: "WSGI process blocked from running as root".
    type: text(/^(?!root$)[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a user or group name, and not root", "apache"),
    about: "User that the daemon processes run as; mod_wsgi refuses root",
  },
  group: { type: userName("apache"), about: "Group that the daemon processes run as" },
  processes: { type: whole(1, MAX_PROCESSES), about: "Daemon processes on each app server", required: true },
  threads: {
    type: whole(1, 10_000),
    about: "Threads in each process; mod_wsgi's own default is 15",
    required: true,
  },
  "display-name": {
    type: text(/^(?:%\{GROUP\}|[A-Za-z0-9_.:()-]{1,64})$/, "a name", "mirrorlist", "%{GROUP}"),
    about: "Name of the processes in ps",
  },
  "maximum-requests": {
    type: whole(0),
    about: "Requests after which a process is replaced; 0 is never",
  },
  "listen-backlog": {
    type: whole(1),
    about: "Connections that may wait for a daemon process; default 100",
  },
  "queue-timeout": {
    type: seconds("45s"),
    about: "Longest wait for a daemon process; 0, the default, is no limit",
  },
  "request-timeout": { type: seconds("60s"), about: "Longest time for a request; no limit by default" },
  "graceful-timeout": {
    type: seconds("15s"),
    about: "Time that a process at maximum-requests has to finish; default 15 s",
  },
  "shutdown-timeout": { type: seconds("5s"), about: "Time that a process has to end; default 5 s" },
  "inactivity-timeout": {
    type: seconds("300s"),
    about: "Idle time after which a process is replaced; default never",
  },
  "socket-timeout": {
    type: seconds("60s"),
    about: "Silence on the daemon's socket; default Apache's Timeout",
  },
} as const satisfies Readonly<Record<string, Keyword>>;
