import { flag, whole } from "../../schema/value-type.js";
import type { HaproxyKeyword } from "./keyword.js";
import { time } from "./time.js";

/** The parameters of a server line. */
export const SERVER = {
  check: { type: flag, about: "Ask the server for its health", manual: "5.2" },
  inter: { type: time(), about: "Time between two checks; unset, 2 s", manual: "5.2" },
  fastinter: { type: time(), about: "The same while the state is changing; unset, inter", manual: "5.2" },
  downinter: { type: time(), about: "The same while the server is DOWN; unset, inter", manual: "5.2" },
  rise: { type: whole(1), about: "Checks that must pass before the server is UP; unset, 2", manual: "5.2" },
  fall: { type: whole(1), about: "Checks that must fail before the server is DOWN; unset, 3", manual: "5.2" },
  weight: {
    type: whole(0, 256),
    about: "Share of the load among the servers; unset, 1",
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
    about: "Requests that one HAProxy process sends to the server at once; 0 or unset is no limit",
    manual: "5.2",
    command: (line, value) => `set maxconn server ${line} ${value}`,
  },
  maxqueue: {
    type: whole(0),
    about: "Requests that may wait for this server; 0 or unset is no limit",
    manual: "5.2",
  },
  slowstart: {
    type: time(),
    about: "Time over which a server that comes back takes its full share",
    manual: "5.2",
  },
} as const satisfies Readonly<Record<string, HaproxyKeyword>>;
