import * as z from "zod/mini";
import { flag, oneOf } from "../../schema/choice-field.js";
import { size, whole } from "../../schema/quantity-field.js";
import { path } from "../../schema/text-field.js";

/** The settings of mirrorlist_server; the names are those of Python's socketserver where it has one. */
export const mirrorlistServerSection = z.strictObject({
  request_queue_size: z.optional(
    whole("Connections that may wait for the server; unset, socketserver's 5.", 0),
  ),
  request_queue_size_set_on: z.optional(
    oneOf("Where the program sets it: on the class, or on the instance once listen() has run.", [
      "class",
      "instance",
    ]),
  ),
  max_children: z.optional(
    whole("Forked children at once; unset, socketserver's 40. At the limit the server waits.", 1),
  ),
  reap_children: flag("Whether the server waits for its children; it does unless SIGCHLD is ignored."),
  socket_file: z.optional(
    path(
      "The UNIX socket that the WSGI processes connect to.",
      "/var/run/mirrormanager/mirrorlist_server.sock",
    ),
  ),
  log_file: z.optional(path("The server's log.", "/var/log/mirrormanager/mirrorlist-server.log")),
  cache_file: z.optional(
    path("The mirror list that the server holds in memory.", "/var/lib/mirrormanager/mirrorlist_cache.pkl"),
  ),
  memory_per_child: z.optional(size("Memory that one forked child adds.", "8MiB")),
});

export type MirrorlistServerSection = z.output<typeof mirrorlistServerSection>;
