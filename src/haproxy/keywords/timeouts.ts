import type { ProxyKeyword } from "./keyword.js";
import { ANYWHERE, TOWARDS_CLIENTS, TOWARDS_SERVERS } from "./keyword.js";
import { time } from "./time.js";

/** The keywords of proxies that begin with `timeout`. */
export const TIMEOUTS = {
  connect: {
    type: time("5s"),
    about: "Time to wait for a connection to a server",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    formerly: ["contimeout"],
  },
  client: {
    type: time("50s"),
    about: "Longest silence of the client",
    manual: "4.2",
    sections: TOWARDS_CLIENTS,
    formerly: ["clitimeout"],
  },
  server: {
    type: time("50s"),
    about: "Longest silence of the server",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    formerly: ["srvtimeout"],
  },
  queue: {
    type: time("60s"),
    about: "Longest wait in the queue for a slot; default timeout connect",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  check: {
    type: time("5s"),
    about: "Time for a check's answer once connected; by default inter bounds the whole check",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  "http-request": {
    type: time("10s"),
    about: "Time for a complete request",
    manual: "4.2",
    sections: ANYWHERE,
  },
  "http-keep-alive": {
    type: time("10s"),
    about: "Time to wait for the next request",
    manual: "4.2",
    sections: ANYWHERE,
  },
  tunnel: {
    type: time("1h"),
    about: "Silence of a tunnel",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    versions: {
      since: { major: 1, minor: 5 },
      instead: "timeout client and timeout server, which hold for tunnels too",
      known: { cited: "CHANGELOG 1.5-dev10" },
    },
  },
  tarpit: {
    type: time("60s"),
    about: "Time a tarpitted request is held",
    manual: "4.2",
    sections: ANYWHERE,
  },
  "client-fin": {
    type: time("30s"),
    about: "Silence of a client half closed",
    manual: "4.2",
    sections: TOWARDS_CLIENTS,
    versions: {
      since: { major: 1, minor: 5 },
      instead: "timeout client, which holds for half closed connections too",
      known: { cited: "CHANGELOG 1.5-dev25" },
    },
  },
  "server-fin": {
    type: time("30s"),
    about: "Silence of a server half closed",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    versions: {
      since: { major: 1, minor: 5 },
      instead: "timeout server, which holds for half closed connections too",
      known: { cited: "CHANGELOG 1.5-dev25" },
    },
  },
} as const satisfies Readonly<Record<string, ProxyKeyword>>;
