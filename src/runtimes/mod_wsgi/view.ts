import { apacheWord } from "../../apache/word.js";
import type { AppServer } from "../../fleet/fleet.js";
import type { View } from "../../render/template.js";
import type { Token } from "../../render/token.js";
import { token } from "../../render/token.js";
import type { Milliseconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { Wsgi } from "./section.js";
import { apacheOf } from "./section.js";

/** What templates/apache/mirrorlist-server.conf.hbs shows. */
export const apacheView = (server: AppServer, service: Wsgi): View => ({
  site: siteView(service),
  daemon: { name: token(service.name, service.node.origin), options: daemonOptions(service) },
  lines: apacheLines(server),
});

const siteView = (service: Wsgi): View | null => {
  const { site, node } = service;
  if (site === undefined) return null;
  const { alias } = site;
  const show = (text: string, ...path: readonly (string | number)[]): Token =>
    token(apacheWord(text), originOf(node, "site", ...path));
  const options = (["process-group", "application-group"] as const).flatMap((name) => {
    const group = site[name];
    return group === undefined ? [] : [token(`${name}=${apacheWord(group)}`, originOf(node, "site", name))];
  });
  return {
    alias: alias
      ? {
          url: show(alias.url, "alias", "url"),
          directory: show(alias.directory, "alias", "directory"),
          expires:
            alias.ExpiresDefault === undefined
              ? null
              : token(`"${alias.ExpiresDefault}"`, originOf(node, "site", "alias", "ExpiresDefault")),
        }
      : null,
    scripts: site.urls.map((url, index) => ({
      url: show(url, "urls", index),
      script: show(site.script, "script"),
      options,
    })),
  };
};

/** WSGIDaemonProcess takes whole seconds only (mod_wsgi manual): a fraction is rounded up, never away. */
const seconds = (ms: Milliseconds): number => Math.ceil(ms / 1000);

const daemonOptions = ({ wsgi, node }: Wsgi): Token[] => {
  const option = (name: keyof typeof wsgi, text: string | number | undefined): Token[] =>
    text === undefined ? [] : [token(`${name}=${apacheWord(String(text))}`, originOf(node, "wsgi", name))];
  const time = (
    name:
      | "queue-timeout"
      | "request-timeout"
      | "graceful-timeout"
      | "shutdown-timeout"
      | "inactivity-timeout"
      | "socket-timeout",
  ) => {
    const value = wsgi[name];
    return option(name, value === undefined ? undefined : seconds(value));
  };
  return [
    ...option("user", wsgi.user),
    ...option("group", wsgi.group),
    ...option("processes", wsgi.processes),
    ...option("threads", wsgi.threads),
    ...option("display-name", wsgi["display-name"]),
    ...option("maximum-requests", wsgi["maximum-requests"]),
    ...option("listen-backlog", wsgi["listen-backlog"]),
    ...time("queue-timeout"),
    ...time("request-timeout"),
    ...time("graceful-timeout"),
    ...time("shutdown-timeout"),
    ...time("inactivity-timeout"),
    ...time("socket-timeout"),
  ];
};

const apacheLines = (server: AppServer): Token[] => {
  const { settings, node } = apacheOf(server);
  const line = (name: keyof typeof settings, value: string | number | undefined): Token[] =>
    value === undefined ? [] : [token(`${name} ${value}`, originOf(node, name))];
  return [
    ...line("ServerLimit", settings.ServerLimit),
    ...line("ThreadLimit", settings.ThreadLimit),
    ...line("ThreadsPerChild", settings.ThreadsPerChild),
    ...line("MaxRequestWorkers", settings.MaxRequestWorkers),
    ...line("ListenBackLog", settings.ListenBackLog),
    ...line("Timeout", settings.Timeout === undefined ? undefined : seconds(settings.Timeout)),
    ...line(
      "KeepAliveTimeout",
      settings.KeepAliveTimeout === undefined ? undefined : seconds(settings.KeepAliveTimeout),
    ),
    ...(settings.directives ?? []).map((text, index) => token(text, originOf(node, "directives", index))),
  ];
};
