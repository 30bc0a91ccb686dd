import { accept, field, refuse, shown } from "../../schema/field.js";
import type { ValueType } from "../../schema/value-type.js";
import { flag, whole, word } from "../../schema/value-type.js";
import type { HaproxyKeyword } from "./keyword.js";
import { time } from "./time.js";

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}(?<!\.)$/;

const isIpv6 = (text: string): boolean => {
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const groups = halves.flat();
  return (
    groups.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group)) &&
    (halves.length === 1 ? groups.length === 8 : halves.length === 2 && groups.length < 8)
  );
};

/** Methods in turn, of which one may be an address: 2.6 refuses a second one. */
const areMethods = (text: string): boolean => {
  const others = text.split(",").filter((method) => !/^(?:last|libc|none)$/.test(method));
  return others.length <= 1 && others.every((address) => IPV4.test(address) || isIpv6(address));
};

const resolvers: ValueType<string> = word({
  field: (about) =>
    field({ type: "string", description: about, examples: ["last,libc,none"] }, (input) =>
      typeof input === "string" && areMethods(input)
        ? accept(input)
        : refuse(
            "schema/value",
            `${shown(input)} is not made of last, libc, none and one IP address`,
            "write those to be tried in their order, such as last,libc,none",
          ),
    ),
  write: String,
  read: (text) => (areMethods(text) ? text : undefined),
  show: String,
  samples: ["last,libc,none", "none", "libc,127.0.0.1", "last,2001:db8::1,none"],
});

/** The parameters of a server line. */
export const SERVER = {
  check: { type: flag, about: "Ask the server for its health", manual: "5.2" },
  inter: { type: time(), about: "Time between two checks; default 2 s", manual: "5.2" },
  fastinter: { type: time(), about: "The same while the state is changing; default inter", manual: "5.2" },
  downinter: { type: time(), about: "The same while the server is DOWN; default inter", manual: "5.2" },
  rise: { type: whole(1), about: "Checks that must pass before the server is UP; default 2", manual: "5.2" },
  fall: {
    type: whole(1),
    about: "Checks that must fail before the server is DOWN; default 3",
    manual: "5.2",
  },
  weight: {
    type: whole(0, 256),
    about: "Share of the load among the servers; default 1",
    manual: "5.2",
    command: (line, value) => `set server ${line} weight ${value}`,
  },
  minconn: {
    type: whole(0),
    about: "The limit at low load, growing to maxconn at fullconn",
    manual: "5.2",
  },
  maxconn: {
    type: whole(0),
    about: "Requests that one HAProxy process sends to the server at once; 0, the default, is no limit",
    manual: "5.2",
    command: (line, value) => `set maxconn server ${line} ${value}`,
  },
  maxqueue: {
    type: whole(0),
    about: "Requests that may wait for this server; 0, the default, is no limit",
    manual: "5.2",
  },
  slowstart: {
    type: time(),
    about: "Time over which a server that comes back takes its full share",
    manual: "5.2",
  },
  "init-addr": {
    type: resolvers,
    about: "How a name is resolved at the start; with none it need not be; default last,libc",
    manual: "5.2",
    versions: {
      since: { major: 1, minor: 7 },
      instead: "addresses for app servers whose names may not resolve",
      known: { cited: "CHANGELOG 1.7-dev6" },
    },
  },
} as const satisfies Readonly<Record<string, HaproxyKeyword>>;
