import * as z from "zod/mini";
import { flag } from "../schema/choice-field.js";
import { described } from "../schema/field.js";
import { whole } from "../schema/quantity-field.js";
import { rawLine } from "../schema/text-field.js";
import { time } from "./timeout-schema.js";

/** The words of a server line. */
export const server = z.strictObject({
  port: z.optional(whole("The port of the app server.", 1, 65_535)),
  check: z.optional(flag("Ask the server for its health (5.2 check).")),
  inter: z.optional(time("Time between two checks; unset, 2 s (5.2 inter).")),
  fastinter: z.optional(time("The same while the state is changing; unset, inter (5.2 fastinter).")),
  downinter: z.optional(time("The same while the server is DOWN; unset, inter (5.2 downinter).")),
  rise: z.optional(whole("Checks that must pass before the server is UP; unset, 2 (5.2 rise).", 1)),
  fall: z.optional(whole("Checks that must fail before the server is DOWN; unset, 3 (5.2 fall).", 1)),
  weight: z.optional(whole("Share of the load among the servers; unset, 1 (5.2 weight).", 0, 256)),
  maxconn: z.optional(
    whole(
      "Requests that one HAProxy process sends to the server at once; 0 or unset is no limit (5.2 maxconn).",
      0,
    ),
  ),
  minconn: z.optional(whole("The limit at low load, growing to maxconn at fullconn (5.2 minconn).", 0)),
  maxqueue: z.optional(
    whole("Requests that may wait for this server; 0 or unset is no limit (5.2 maxqueue).", 0),
  ),
  slowstart: z.optional(
    time("Time over which a server that comes back takes its full share (5.2 slowstart)."),
  ),
  directives: z.optional(
    described(
      "Further words for the server line, rendered as they stand at its end.",
      z.array(
        rawLine(
          "Words that mmconf does not model, added to the server line.",
          /#|\\\s*$/,
          "would end the line early or run into the next",
        ),
      ),
    ),
  ),
});

export type ServerSettings = z.output<typeof server>;
