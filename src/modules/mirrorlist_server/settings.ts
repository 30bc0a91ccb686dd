import { flag as flagField } from "../../schema/choice-field.js";
import type { Keyword } from "../../schema/keyword.js";
import type { ValueType } from "../../schema/value-type.js";
import { path, whole, word } from "../../schema/value-type.js";

/** A switch as Python's configparser reads it. */
const onOff: ValueType<boolean> = word({
  field: flagField,
  write: (on) => (on ? "on" : "off"),
  read: (text) => (text === "on" ? true : text === "off" ? false : undefined),
  show: (on) => (on ? "on" : "off"),
  samples: [true, false],
});

/** What the file of mirrorlist_server sets; the names are those of Python's socketserver where it has one. */
export const SETTINGS = {
  socket_file: {
    type: path("/var/run/mirrormanager/mirrorlist_server.sock"),
    about: "The UNIX socket that the WSGI processes connect to",
  },
  request_queue_size: {
    type: whole(0),
    about: "Connections that may wait for the server; default socketserver's 5",
  },
  max_children: {
    type: whole(1),
    about: "Forked children at once; default socketserver's 40. At the limit the server waits",
  },
  reap_children: {
    type: onOff,
    about: "Whether the server waits for its children; it does unless SIGCHLD is ignored",
    required: true,
  },
  log_file: { type: path("/var/log/mirrormanager/mirrorlist-server.log"), about: "The server's log" },
  cache_file: {
    type: path("/var/lib/mirrormanager/mirrorlist_cache.pkl"),
    about: "The mirror list that the server holds in memory",
  },
} as const satisfies Readonly<Record<string, Keyword>>;
