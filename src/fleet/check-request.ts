import type { Milliseconds } from "../text/units.js";
import type { Listener, ServerLine } from "./fleet.js";
import type { ConfiguredListener } from "./listeners.js";
import { isChecked, rawLines } from "./listeners.js";
import { urlsOf } from "./runtime.js";

/** What a health check by HTTP asks for. */
export interface CheckRequest {
  /** As written, or HAProxy's own. */
  readonly text: string;
  /** Without the query. */
  readonly path: string;
  readonly version: "HTTP/1.0" | "HTTP/1.1";
  /** What it says in Host, where anything does. */
  readonly host: string | undefined;
}

/** Whether a path leads to what stands at a URL: WSGIScriptAlias /a takes /a and all that begins with /a/, and so does Alias. */
export const isUnder = (path: string, url: string): boolean =>
  path === url || path.startsWith(url.endsWith("/") ? url : `${url}/`);

/** Manual 4.2: the defaults are OPTIONS, / and HTTP/1.0. */
const readRequest = (httpchk: string | true | undefined): CheckRequest | undefined => {
  if (httpchk === undefined) return undefined;
  const text = httpchk === true ? "OPTIONS /" : httpchk;
  // What is escaped with a backslash is part of its word: HTTP/1.1\r\nHost:\ www.example.org.
  const words = text.split(/(?<!\\)\s+/);
  const at = words.findIndex((word) => /^[/*]/.test(word));
  const [, version = "", site] = at === -1 ? [] : words.slice(at);
  return {
    text,
    path: (words[at] ?? "/").replace(/\?.*$/s, ""),
    version: version.startsWith("HTTP/1.1") ? "HTTP/1.1" : "HTTP/1.0",
    // The word behind the version is the site since 3.1.
    host: site ?? /\\nhost:(?:\\\s)*(\S+)/i.exec(version)?.[1],
  };
};

const CHECK_BY =
  /^\s*option\s+(httpchk|tcp-check|external-check|smtpchk|mysql-check|pgsql-check|redis-check|ldap-check|spop-check|ssl-hello-chk)(?:\s+(.*))?$/;

/** What checks of the listener ask for, by keys and raw lines: a section's raw lines stand behind its keys, and the last line counts. */
export const checkAsked = (configured: ConfiguredListener): CheckRequest | undefined => {
  const { haproxy, listener } = configured;
  const own = rawCheck(listener.own.directives);
  const inherited = rawCheck(haproxy.defaults.directives);
  if (own !== undefined) return sent(configured, own.request);
  if (listener.own.option?.httpchk !== undefined || inherited === undefined)
    return sent(configured, readRequest(listener.settings.option.httpchk));
  return sent(configured, inherited.request);
};

const rawCheck = (
  lines: readonly string[] = [],
): { readonly request: CheckRequest | undefined } | undefined => {
  const [, by, text] =
    lines.flatMap((line) => [CHECK_BY.exec(line) ?? []]).findLast(([found]) => found) ?? [];
  if (by === undefined) return undefined;
  return { request: by === "httpchk" ? readRequest(text?.trim() || true) : undefined };
};

/** With what the first http-check send says instead, or besides (2.2 and later). */
const sent = (
  configured: ConfiguredListener,
  request: CheckRequest | undefined,
): CheckRequest | undefined => {
  const line = rawLines(configured).find((raw) => /^\s*http-check\s+send\s/.test(raw));
  if (request === undefined || line === undefined) return request;
  const path = /\suri\s+([^\s?]+)/.exec(line)?.[1] ?? request.path;
  const version = /\sver\s+HTTP\/1\.([01])/.exec(line)?.[1];
  return {
    ...request,
    path,
    version: version === undefined ? request.version : version === "1" ? "HTTP/1.1" : "HTTP/1.0",
    host: request.host ?? /\shdr\s+host\s+(\S+)/i.exec(line)?.[1],
  };
};

/**
 * What a check takes of the server: a place in its accept queue until the handshake is done; a worker of the web server
 * too, which answers by itself; or a slot besides, as requests do
 * (test/daemons/facts/what-a-check-takes.test.ts).
 */
export type CheckTakes = "connection" | "worker" | "slot";

export const checkTakes = (
  request: CheckRequest | undefined,
  { service }: Pick<ServerLine, "service">,
): CheckTakes => {
  if (request === undefined) return "connection";
  const urls = urlsOf(service)?.slots;
  return (urls?.some((url) => isUnder(request.path, url)) ?? true) ? "slot" : "worker";
};

const ORDER = ["connection", "worker", "slot"] as const satisfies readonly CheckTakes[];

/** Whether a server line is checked, by what takes at least that. */
export const isCheckTaking = (configured: ConfiguredListener, line: ServerLine, least: CheckTakes): boolean =>
  isChecked(configured, line) &&
  ORDER.indexOf(checkTakes(checkAsked(configured), line)) >= ORDER.indexOf(least);

/** What a page made for checks takes, where nothing says so. */
const USUAL_CHECK: Milliseconds = 20;

/**
 * How long a check that takes a slot holds it: check_takes, or, where it asks for a URL of the site itself, as long as
 * requests do: undefined; else what is usual.
 */
export const checkHolds = (
  { settings }: Listener,
  request: CheckRequest | undefined,
  { service }: Pick<ServerLine, "service">,
): Milliseconds | undefined => {
  if (settings.check_takes !== undefined) return settings.check_takes;
  const asksAsRequests = urlsOf(service)?.slots.some((url) => url === request?.path);
  return asksAsRequests === true ? undefined : USUAL_CHECK;
};
