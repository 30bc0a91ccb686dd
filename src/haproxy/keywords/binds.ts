import { accept, field, refuse } from "../../schema/field.js";
import { isBindHost } from "../../schema/text-field.js";
import type { ValueType } from "../../schema/value-type.js";

const ADDRESS = /^(.*):(\d{1,5})$/;

/** What may follow an address: printable, without quotes, `#`, `$` and backslashes. */
const WORD = /^[!%&(-[\]-~]+$/;

const isAddress = (text: string): boolean => {
  const [, host = "", port = "0"] = ADDRESS.exec(text) ?? [];
  return isBindHost(host) && Number(port) >= 1 && Number(port) <= 65_535;
};

const isBind = (line: unknown): boolean => {
  const [address = "", ...words] = typeof line === "string" ? line.split(" ") : [];
  return isAddress(address) && words.every((word) => WORD.test(word));
};

/** The address and port of a bind line, without the words behind them. */
export const addressOf = (line: string): string => line.replace(/ .*/, "");

export const hasWords = (line: string): boolean => line.includes(" ");

/** Addresses to listen on, each on a line of its own. */
export const binds: ValueType<readonly string[]> = {
  field: (about) =>
    field<readonly string[]>(
      {
        anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
        description: about,
        examples: ["0.0.0.0:10002"],
      },
      (input) => {
        const lines: readonly unknown[] = Array.isArray(input) ? input : [input];
        const wrong = lines.find((line) => !isBind(line));
        if (lines.length === 0 || wrong !== undefined) {
          return refuse(
            "schema/value",
            `${JSON.stringify(wrong ?? input)} is not an address and a port`,
            "write 0.0.0.0:10002, with words such as ssl crt /etc/haproxy/site.pem behind it, or a list of such",
          );
        }
        return accept(lines.map(String));
      },
    ),
  write: (lines) => lines.map((line) => line.split(" ")),
  read: ([addresses = "", ...words]) => {
    const lines = addresses.split(",").map((address) => [address, ...words].join(" "));
    return lines.every(isBind) ? lines : undefined;
  },
  show: (lines) => lines.join("; "),
  samples: ["127.0.0.1:10002", [":10002", "[::1]:10003"], "127.0.0.1:10002 accept-proxy name a"],
};
