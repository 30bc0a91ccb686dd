import * as z from "zod/mini";
import { described } from "../../schema/field.js";
import type { Keyword, SettingsOf } from "../../schema/keyword.js";
import { fieldsOf } from "../../schema/keyword.js";
import { size } from "../../schema/quantity-field.js";
import { path, text } from "../../schema/text-field.js";
import type { Bytes } from "../../text/units.js";
import { DAEMON_OPTIONS } from "./options.js";

/** The options of WSGIDaemonProcess; `memory_per_process` is mmconf's own. */
export const wsgiSection = z.strictObject({
  ...fieldsOf(DAEMON_OPTIONS, ({ about }: Keyword, name) => `${about} (${name}).`),
  memory_per_process: z.optional(size("Resident memory that one daemon process adds.", "25MiB", 1)),
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
  alias: z.optional(
    described(
      "A folder of static pages beside the application (Alias).",
      z.strictObject({
        url: urlPath,
        directory: path(
          "The folder that the URL shows, with its closing slash.",
          "/var/lib/mirrormanager/mirrorlists/publiclist/",
        ),
        ExpiresDefault: z.optional(
          text(
            "How long browsers may keep a page (mod_expires ExpiresDefault).",
            EXPIRES,
            "an expiry",
            "modification plus 1 hour",
          ),
        ),
      }),
    ),
  ),
  script: path("The WSGI script.", "/usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi"),
  urls: described(
    "The URLs that lead to the script (WSGIScriptAlias).",
    z.array(urlPath).check(z.minLength(1)),
  ),
  "process-group": z.optional(
    text(
      "Daemon process group that the script runs in (WSGIScriptAlias process-group); by default Apache's WSGIProcessGroup decides.",
      /^(?:%\{GLOBAL\}|[A-Za-z0-9_.:-]{1,64})$/,
      "the name of a daemon process group",
      "mirrorlist",
    ),
  ),
  "application-group": z.optional(
    text(
      "Python interpreter that the script runs in; default one for each URL (WSGIScriptAlias application-group).",
      /^(?:%\{(?:GLOBAL|RESOURCE|SERVER|HOST)\}|[A-Za-z0-9_.:-]{1,64})$/,
      "the name of an application group",
      "%{GLOBAL}",
    ),
  ),
});

export type WsgiSection = SettingsOf<typeof DAEMON_OPTIONS> & {
  readonly memory_per_process?: Bytes | undefined;
};
export type SiteSection = z.output<typeof siteSection>;
