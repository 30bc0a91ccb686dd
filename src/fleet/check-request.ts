import type { Listener } from "./fleet.js";

/** What a health check by HTTP asks for. */
export interface CheckRequest {
  /** As written, or HAProxy's own. */
  readonly text: string;
  /** Without the query. */
  readonly path: string;
  readonly version: "HTTP/1.0" | "HTTP/1.1";
  /** What it says in Host, where the option does. */
  readonly host: string | undefined;
}

/** Whether a path leads to what stands at a URL: WSGIScriptAlias /a takes /a and all that begins with /a/, and so does Alias. */
export const isUnder = (path: string, url: string): boolean =>
  path === url || path.startsWith(url.endsWith("/") ? url : `${url}/`);

/** The request of option httpchk; undefined where checks open a connection only. Manual 4.2: the defaults are OPTIONS, / and HTTP/1.0. */
export const checkRequest = (listener: Listener): CheckRequest | undefined => {
  const { httpchk } = listener.settings.option;
  if (httpchk === undefined) return undefined;
  const text = httpchk === true ? "OPTIONS /" : httpchk;
  const path = text.split(" ").find((word) => /^[/*]/.test(word)) ?? "/";
  return {
    text,
    path: path.replace(/\?.*$/s, ""),
    version: / HTTP\/1\.1(?: |$)/.test(text) ? "HTTP/1.1" : "HTTP/1.0",
    host: / HTTP\/1\.[01] (\S+)$/.exec(text)?.[1],
  };
};
