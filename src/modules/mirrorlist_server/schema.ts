import * as z from "zod/mini";
import { oneOf } from "../../schema/choice-field.js";
import type { Keyword, SettingsOf } from "../../schema/keyword.js";
import { fieldsOf } from "../../schema/keyword.js";
import { size } from "../../schema/quantity-field.js";
import type { Bytes } from "../../text/units.js";
import { SETTINGS } from "./settings.js";

/** The settings of mirrorlist_server, and what mmconf has to know of it besides. */
export const mirrorlistServerSection = z.strictObject({
  ...fieldsOf(SETTINGS, ({ about }: Keyword) => `${about}.`),
  request_queue_size_set_on: z.optional(
    oneOf("Where the program sets it: on the class, or on the instance once listen() has run.", [
      "class",
      "instance",
    ]),
  ),
  memory_per_child: z.optional(size("Memory that one forked child adds.", "8MiB")),
});

export type MirrorlistServerSection = SettingsOf<typeof SETTINGS> & {
  readonly request_queue_size_set_on?: "class" | "instance" | undefined;
  readonly memory_per_child?: Bytes | undefined;
};
