import { seconds } from "../../apache/seconds.js";
import type { Keyword } from "../../schema/keyword.js";
import { path, text, userName, whole } from "../../schema/value-type.js";

/** What `processes` takes. */
export const MAX_PROCESSES = 100_000;

/** Past it one answer takes more memory than a daemon process. */
const MAX_BUFFER = 2 ** 28;

const localeName = (sample: string) =>
  text(
    /^[A-Za-z]{1,16}(?:_[A-Za-z]{2,8})?(?:\.[A-Za-z0-9-]{1,16})?(?:@[A-Za-z0-9]{1,16})?$/,
    "a locale",
    sample,
  );

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
  "connect-timeout": {
    type: seconds("15s"),
    about: "How long Apache tries again where the daemons' backlog is full; default 15 s",
  },
  "startup-timeout": {
    type: seconds("60s"),
    about: "Time that a process has to load the application before it is replaced; no limit by default",
  },
  "deadlock-timeout": {
    type: seconds("300s"),
    about:
      "Time after which a process is replaced in which the interpreter's lock is not given up; default 300 s",
  },
  "restart-interval": {
    type: seconds("86400s"),
    about: "Time after which a process is replaced; default never",
  },
  "response-socket-timeout": {
    type: seconds("60s"),
    about: "How long a client may take nothing of its answer; default socket-timeout",
  },
  "python-home": {
    type: path("/srv/shop/venv"),
    about: "The virtual environment that the daemon processes run in",
  },
  "python-path": {
    type: text(
      /^\/[A-Za-z0-9_./@+,=~-]*(?::\/[A-Za-z0-9_./@+,=~-]*)*$/,
      "absolute paths with colons between them",
      "/srv/shop",
      "/srv/shop:/srv/lib",
    ),
    about: "Folders that Python looks for modules in, before its own",
  },
  home: { type: path("/srv/shop"), about: "The folder that the daemon processes work in" },
  lang: { type: localeName("C.UTF-8"), about: "LANG of the daemon processes" },
  locale: { type: localeName("en_US.UTF-8"), about: "Locale that the daemon processes set" },
  umask: {
    type: text(/^0?[0-7]{3}$/, "a mask in octal", "0007", "027"),
    about: "Permissions that files of the daemon processes do not get, in octal",
  },
  "cpu-priority": {
    type: text(/^-?(?:1?\d|20)$/, "a priority from -20 to 20", "10", "-5"),
    about: "Scheduling priority of the daemon processes",
  },
  "header-buffer-size": {
    type: whole(8192, MAX_BUFFER),
    about: "Bytes of an answer's headers that Apache takes from a daemon process; default 32768",
  },
  "response-buffer-size": {
    type: whole(1024, MAX_BUFFER),
    about: "Bytes of an answer that Apache holds for its client; default 65536",
  },
  "send-buffer-size": {
    type: whole(512, MAX_BUFFER),
    about: "Bytes that the kernel holds from Apache to a daemon process; default the kernel's",
  },
  "receive-buffer-size": {
    type: whole(512, MAX_BUFFER),
    about: "Bytes that the kernel holds from a daemon process to Apache; default the kernel's",
  },
} as const satisfies Readonly<Record<string, Keyword>>;
