import type { Field } from "./field.js";
import { accept, field, kindOf, refuse, shown } from "./field.js";

/** Text that must match `pattern` as a whole; `what` completes "is not ...". */
export const text = (about: string, pattern: RegExp, what: string, example: string): Field<string> =>
  field<string>(
    { type: "string", pattern: pattern.source, description: about, examples: [example] },
    (input) => {
      // YAML reads 2.6 and 80 as numbers: a number that prints as it was written is taken as its text.
      const given = typeof input === "number" ? String(input) : input;
      if (typeof given !== "string")
        return refuse("schema/type", `${kindOf(input)} is not ${what}`, `write ${what} such as ${example}`);
      const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.exec(given);
      if (control) {
        const code = control[0].charCodeAt(0);
        const name =
          code === 10 ? "a line break" : `the control character U+${code.toString(16).padStart(4, "0")}`;
        return refuse(
          "schema/value",
          `${shown(given)} holds ${name}, which would end the directive`,
          "write it on one line",
        );
      }
      if (!pattern.test(given))
        return refuse("schema/value", `${shown(given)} is not ${what}`, `write ${what} such as ${example}`);
      return accept(given);
    },
  );

/** As it stands in a file's name, a process group's and a subject's. */
export const serviceName = (about: string): Field<string> =>
  text(about, SERVICE_NAME, "the name of a service", "shop");
const SERVICE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

export const userName = (about: string, example: string): Field<string> =>
  text(about, /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/, "a user or group name", example);

/** An absolute path without blanks, quotes, `#`, `%`, `$` or backslashes: none of the targets can misread it. */
export const path = (about: string, example: string): Field<string> =>
  text(about, /^\/[A-Za-z0-9_./@:+,=~-]*$/, "an absolute path of plain characters", example);

const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = `(?:${OCTET}\\.){3}${OCTET}`;
const GROUP = "[0-9A-Fa-f]{1,4}";
const GROUPS = `${GROUP}(?::${GROUP})*`;
/** Eight groups, or fewer about one `::`, or an address of version 4 behind it (RFC 4291, 2.2). */
const IPV6 = `(?:(?:${GROUP}:){7}${GROUP}|(?!(?::{0,2}\\b${GROUP}\\b){8})(?:${GROUPS})?::(?:${GROUPS})?|::(?:[Ff]{4}:)?${IPV4})`;
/** What is of digits and dots alone is meant for an address, and is one or nothing. */
const NAME = "(?![0-9.]+$)[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?";

export const hostName = (about: string, example: string): Field<string> =>
  text(
    about,
    new RegExp(`^(?:${IPV4}|${IPV6}|\\[${IPV6}\\]|${NAME})$`),
    "a host name or an IP address",
    example,
  );

/** What may stand before the port of a socket that listens: nothing and `*` are all addresses, and so is 0. */
export const isBindHost = (host: string): boolean => BIND_HOST.test(host);
const BIND_HOST = new RegExp(`^(?:|\\*|0|${IPV4}|\\[${IPV6}\\]|${NAME})$`);

/** Free text for people; it reaches comments and reports, never a directive. */
export const prose = (about: string): Field<string> =>
  field<string>({ type: "string", description: about }, (input) =>
    typeof input === "string" && !/[\u0000-\u0008\u000b-\u001f\u007f]/.test(input)
      ? accept(input.trim())
      : refuse("schema/type", `${kindOf(input)} is not a sentence`, "write plain text"),
  );

export const isoDate = (about: string): Field<string> =>
  field<string>({ type: "string", format: "date", description: about, examples: ["2027-06-01"] }, (input) =>
    typeof input === "string" && isDay(input)
      ? accept(input)
      : refuse("schema/value", `${kindOf(input)} is not a date`, "write a date such as 2027-06-01"),
  );

/** True for a day of the calendar, as 2027-06-01: the 30th of February is none. */
export const isDay = (text: string): boolean => {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return date !== undefined && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/**
 * A line handed to the target as it stands. `forbidden` holds what would open another block or run into the next
 * line in that target's language; everything else is the daemon's own checker's to judge.
 */
export const rawLine = (about: string, forbidden: RegExp, why: string): Field<string> =>
  field<string>({ type: "string", description: about }, (input) => {
    if (typeof input !== "string" || input.trim() === "")
      return refuse("schema/type", `${kindOf(input)} is not a line`, "write one directive as text");
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(input))
      return refuse(
        "schema/value",
        "a directive must stand on one line",
        "write one list item for each line",
      );
    if (forbidden.test(input))
      return refuse("schema/value", `${shown(input)} ${why}`, "write plain directives of this section only");
    return accept(input.trim());
  });
