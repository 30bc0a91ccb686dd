import { accept, field, kindOf, refuse, shown } from "../../schema/field.js";
import type { ValueType } from "../../schema/value-type.js";
import { flag, onlyOn } from "../../schema/value-type.js";
import type { ProxyKeyword } from "./keyword.js";
import { ANYWHERE, TOWARDS_CLIENTS, TOWARDS_SERVERS } from "./keyword.js";

/** Method, target, version and host as one directive holds them: no blanks, quotes, `#`, `%`, `$` or backslashes in the target. */
const CHECK_REQUEST =
  /^(?:(?:GET|HEAD|OPTIONS|POST|PUT) )?[/*][!&(-[\]^-~]*(?: HTTP\/1\.[01](?: [A-Za-z0-9.:[\]_-]+)?)?$/;

const checkRequest: ValueType<string | true> = {
  field: (about) =>
    field<string | true>(
      {
        anyOf: [{ const: true }, { type: "string", pattern: CHECK_REQUEST.source }],
        description: about,
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
    ),
  write: (request) => [request === true ? [] : request.split(" ")],
  read: (words) => {
    const request = words.join(" ");
    if (request === "") return true;
    return CHECK_REQUEST.test(request) ? request : undefined;
  },
  show: (request) => (request === true ? "on" : request),
  samples: [true, "/health", "GET /mirrorlist", "HEAD /a?b=c HTTP/1.0", "GET / HTTP/1.1 shop.example"],
};

// A leading zero is octal to HAProxy, which takes no 08.
const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const NETWORK = `(?:${OCTET}\\.){3}${OCTET}(?:/(?:3[0-2]|[12]?\\d))?`;
const ABOUT_CLIENT = `(?:except ${NETWORK}|header [A-Za-z0-9_-]+|if-none)`;
const FORWARDED = new RegExp(`^${ABOUT_CLIENT}(?: ${ABOUT_CLIENT})*$`);

const forwardedFor: ValueType<string | true> = {
  field: (about) =>
    field<string | true>(
      {
        anyOf: [{ const: true }, { type: "string", pattern: FORWARDED.source }],
        description: about,
        examples: ["except 127.0.0.0/8"],
      },
      (input) => {
        if (input === true) return accept(true);
        if (typeof input === "string" && FORWARDED.test(input)) return accept(input);
        return refuse(
          "schema/value",
          `${shown(input)} is neither true nor made of except NETWORK, header NAME and if-none`,
          "write true, or words such as except 127.0.0.0/8; HAProxy has no word that takes this option back",
        );
      },
    ),
  write: (words) => [words === true ? [] : words.split(" ")],
  read: (words) => {
    const text = words.join(" ");
    if (text === "") return true;
    return FORWARDED.test(text) ? text : undefined;
  },
  show: (words) => (words === true ? "on" : words),
  samples: [true, "except 127.0.0.0/8", "except 10.0.0.1 header X-Client-IP if-none"],
};

const redispatch: ValueType<boolean | number> = {
  field: (about) =>
    field<boolean | number>(
      {
        anyOf: [{ type: "boolean" }, { type: "integer", minimum: 1 }],
        description: about,
        examples: [true],
      },
      (input) =>
        typeof input === "boolean" || (Number.isSafeInteger(input) && (input as number) >= 1)
          ? accept(input as boolean | number)
          : refuse(
              "schema/value",
              `${kindOf(input)} is neither true, false nor a number of failed tries`,
              "write true for the last retry, or 1 for each",
            ),
    ),
  write: (interval) => (interval === false ? [] : [interval === true ? [] : [String(interval)]]),
  read: ([interval, ...more]) => {
    if (interval === undefined) return true;
    return more.length === 0 && /^[1-9]\d*$/.test(interval) ? Number(interval) : undefined;
  },
  denied: false,
  show: (interval) => (interval === true ? "on" : interval === false ? "off" : String(interval)),
  samples: [true, 1, 3],
};

/** Manual 4.1 marks the options that `no` takes back with (*); the others have no such form. */
const noWayBack = onlyOn("HAProxy");

/** The keywords of proxies that begin with `option`. */
export const OPTIONS = {
  httpchk: {
    type: checkRequest,
    about: "Health checks by HTTP: true, a path, method and path, or those with version and host",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    values: [
      {
        name: "option httpchk with a host",
        means: / HTTP\/1\.[01] \S+$/,
        since: { major: 3, minor: 1 },
        instead: "a raw line: http-check send hdr Host, with the site's name (2.2 and later)",
        known: { measured: ["3.0.0", "3.1.0"] },
      },
    ],
  },
  allbackups: {
    type: flag,
    about: "Once no active server is up, all backups serve, not only the first",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  redispatch: {
    type: redispatch,
    about:
      "A request whose server is down may go to another: true, at the last retry; a number, after each so many tries",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  abortonclose: {
    type: flag,
    about: "A queued request whose client has gone is dropped",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  forwardfor: {
    type: forwardedFor,
    about: "Add X-Forwarded-For: true, or except a network, header another name, if-none",
    manual: "4.2",
    sections: ANYWHERE,
    values: [
      {
        name: "option forwardfor if-none",
        means: /(?:^|\s)if-none(?:\s|$)/,
        since: { major: 1, minor: 5 },
        instead: "option forwardfor without it",
        known: { measured: ["1.4.6", "1.5.0"] },
      },
    ],
  },
  httplog: {
    type: noWayBack,
    about: "Log HTTP requests in full",
    manual: "4.2",
    sections: TOWARDS_CLIENTS,
  },
  dontlognull: {
    type: flag,
    about: "Do not log connections without data",
    manual: "4.2",
    sections: TOWARDS_CLIENTS,
  },
  httpclose: { type: flag, about: "Close after each request", manual: "4.2", sections: ANYWHERE },
  "http-server-close": {
    type: flag,
    about: "Close towards the server after each answer",
    manual: "4.2",
    sections: ANYWHERE,
  },
  "http-keep-alive": {
    type: flag,
    about: "Keep connections for further requests",
    manual: "4.2",
    sections: ANYWHERE,
    versions: {
      since: { major: 1, minor: 5 },
      instead: "option http-server-close, which keeps connections towards the client",
      known: { cited: "CHANGELOG 1.5-dev20" },
    },
  },
  "log-health-checks": {
    type: flag,
    about: "Log every change of a check's result",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  "use-small-buffers": {
    type: flag,
    about: "Requests that wait, and retries and checks, take small buffers",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
    versions: {
      since: { major: 3, minor: 4 },
      instead: "buffers of one size, or a smaller tune.bufsize for all",
      known: { measured: ["3.3.0", "3.4.0"] },
    },
  },
  tcpka: { type: noWayBack, about: "TCP keep-alive on both sides", manual: "4.2", sections: ANYWHERE },
  "tcp-smart-connect": {
    type: flag,
    about: "Towards servers, the request goes with the last packet of the handshake",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
} as const satisfies Readonly<Record<string, ProxyKeyword>>;
