import { DIRECTIVES } from "../../apache/directives.js";
import { apacheWord } from "../../apache/word.js";
import type { Apache } from "../../apache/workers.js";
import { keywordTokens, rawTokens } from "../../render/keyword-tokens.js";
import type { Token, View } from "../../render/token.js";
import { token } from "../../render/token.js";
import { mapAt, originOf } from "../../yaml/node.js";
import { DAEMON_OPTIONS } from "./options.js";
import type { Wsgi } from "./section.js";

/** What templates/apache/mirrorlist-server.conf.hbs shows. */
export const apacheView = (service: Wsgi, apache: Apache | undefined): View => ({
  site: siteView(service),
  daemon: { name: token(service.name, service.node.origin), options: daemonOptions(service) },
  lines: apache === undefined ? [] : apacheLines(apache),
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

const daemonOptions = ({ wsgi, node }: Wsgi): readonly Token[] =>
  keywordTokens(DAEMON_OPTIONS, wsgi, mapAt(node, "wsgi"), {
    set: (name, words) => `${name}=${apacheWord(words.join(" "))}`,
  });

const apacheLines = ({ settings, node }: Apache): readonly Token[] => [
  ...keywordTokens(DIRECTIVES, settings, node, { set: (name, words) => [name, ...words].join(" ") }),
  ...rawTokens(settings.directives, node),
];
