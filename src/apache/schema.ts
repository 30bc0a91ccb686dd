import * as z from "zod/mini";
import { oneOf } from "../schema/choice-field.js";
import { described } from "../schema/field.js";
import { duration, whole } from "../schema/quantity-field.js";
import { rawLine } from "../schema/text-field.js";

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

export type ApacheSection = z.output<typeof apacheSection>;
