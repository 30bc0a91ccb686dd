import { accept, field, refuse } from "../../schema/field.js";
import type { ValueType } from "../../schema/value-type.js";
import { flag, onlyOn } from "../../schema/value-type.js";
import type { ProxyKeyword } from "./keyword.js";
import { ANYWHERE, TOWARDS_CLIENTS, TOWARDS_SERVERS } from "./keyword.js";

/** Method, target and version as one directive holds them: no blanks, quotes, `#`, `%`, `$` or backslashes in the target. */
const CHECK_REQUEST = /^(?:(?:GET|HEAD|OPTIONS|POST|PUT) )?[/*][!&(-[\]^-~]*(?: HTTP\/1\.[01])?$/;

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
  samples: [true, "/health", "GET /mirrorlist", "HEAD /a?b=c HTTP/1.0"],
};

/** Manual 4.1 marks the options that `no` takes back with (*); the others have no such form. */
const noWayBack = onlyOn("HAProxy");

/** The keywords of proxies that begin with `option`. */
export const OPTIONS = {
  httpchk: {
    type: checkRequest,
    about: "Health checks by HTTP: true, a path, or method and path",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  allbackups: {
    type: flag,
    about: "Once no active server is up, all backups serve, not only the first",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  redispatch: {
    type: flag,
    about: "A request whose server is down may go to another",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  abortonclose: {
    type: flag,
    about: "A queued request whose client has gone is dropped",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  forwardfor: { type: noWayBack, about: "Add X-Forwarded-For", manual: "4.2", sections: ANYWHERE },
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
      source: "CHANGELOG 1.5-dev20",
    },
  },
  "log-health-checks": {
    type: flag,
    about: "Log every change of a check's result",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
  tcpka: { type: noWayBack, about: "TCP keep-alive on both sides", manual: "4.2", sections: ANYWHERE },
  "tcp-smart-connect": {
    type: flag,
    about: "Towards servers, the request goes with the last packet of the handshake",
    manual: "4.2",
    sections: TOWARDS_SERVERS,
  },
} as const satisfies Readonly<Record<string, ProxyKeyword>>;
