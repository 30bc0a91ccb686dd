import * as z from "zod/mini";
import { flag } from "../schema/choice-field.js";
import type { Field } from "../schema/field.js";
import { accept, field, kindOf, refuse } from "../schema/field.js";

/** Method, target and version as one directive holds them: no blanks, quotes, `#`, `%`, `$` or backslashes in the target. */
const CHECK_REQUEST = /^(?:(?:GET|HEAD|OPTIONS|POST|PUT) )?[/*][!&(-[\]^-~]*(?: HTTP\/1\.[01])?$/;

const httpchk = field<string | true>(
  {
    anyOf: [{ const: true }, { type: "string", pattern: CHECK_REQUEST.source }],
    description: "Health checks by HTTP: true, a path, or method and path (4.2 option httpchk).",
    examples: ["GET /mirrorlist"],
  },
  (input) => {
    if (input === true) return accept(true);
    if (typeof input === "string" && CHECK_REQUEST.test(input)) return accept(input);
    return refuse(
      "schema/value",
      `${JSON.stringify(input)} is not a check request`,
      "write GET /path, without blanks, quotes, #, % or \\ in the path",
    );
  },
);

/** A setting that can be written and not taken back: HAProxy has no form that denies it. */
const onlyOn = (about: string): Field<true> =>
  field<true>({ const: true, description: about }, (input) =>
    input === true
      ? accept(true)
      : refuse(
          "schema/value",
          `${kindOf(input)} is not true, and HAProxy has no word that takes this option back`,
          "write true, or leave it out; null removes what an extended inventory says",
        ),
  );

export const option = z.strictObject({
  httpchk: z.optional(httpchk),
  allbackups: z.optional(
    flag("Once no active server is up, all backups serve, not only the first (4.2 option allbackups)."),
  ),
  redispatch: z.optional(flag("A request whose server is down may go to another (4.2 option redispatch).")),
  abortonclose: z.optional(
    flag("A queued request whose client has gone is dropped (4.2 option abortonclose)."),
  ),
  forwardfor: z.optional(onlyOn("Add X-Forwarded-For (4.2 option forwardfor).")),
  httplog: z.optional(onlyOn("Log HTTP requests in full (4.2 option httplog).")),
  dontlognull: z.optional(flag("Do not log connections without data (4.2 option dontlognull).")),
  httpclose: z.optional(flag("Close after each request (4.2 option httpclose).")),
  "http-server-close": z.optional(
    flag("Close towards the server after each answer (4.2 option http-server-close)."),
  ),
  "http-keep-alive": z.optional(flag("Keep connections for further requests (4.2 option http-keep-alive).")),
  "log-health-checks": z.optional(
    flag("Log every change of a check's result (4.2 option log-health-checks)."),
  ),
  tcpka: z.optional(onlyOn("TCP keep-alive on both sides (4.2 option tcpka).")),
});

export type OptionSettings = z.output<typeof option>;
