import { isFront } from "../../haproxy/cfg/proxies.js";
import { isLiteral } from "../../haproxy/cfg/word.js";
import type { Cfg } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const unusedBackend = defineCfgRule(
  {
    slug: "hygiene/unused-backend",
    severity: "info",
    title: "Every backend is used.",
    why: "A backend that nothing names gets no request, while its servers are checked and its lines are kept up to date: a route to it was forgotten, or it was.",
    how: "Backends whose name stands in no other word of any file. Where a backend's name is computed at run time, where filters and scripts may name one, or where no file has a frontend, nothing is said.",
    fix: "Remove it, or add the use_backend that is missing.",
    source: ["HAProxy configuration manual 4.2 use_backend", "test/daemons/facts/checked-cfg.test.ts"],
  },
  (cfg) => {
    // Without a frontend, these files are a part of what HAProxy is started with.
    if (!cfg.proxies.some(isFront) || namesAtRunTime(cfg)) return [];
    const words = wordsOf(cfg);
    const compounds = [...words].filter((word) => COMPOUND.test(word));
    return cfg.proxies.flatMap(({ kind, name, section, settings }) => {
      if (kind !== "backend" || name === undefined || section.head.sometimes) return [];
      if (words.has(name.text) || compounds.some((word) => word.includes(name.text))) return [];
      const servers = settings.filter((one) => one.name === "server").length;
      if (servers === 0) return [];
      return [
        {
          subject: name.text,
          at: originAt(section.head, name),
          message: `nothing sends requests to ${name.text}`,
          why: `no use_backend, default_backend or other line names it; its ${servers === 1 ? "server is" : `${servers} servers are`} kept for nothing`,
          fix: "remove it, or add the use_backend that is missing",
          figures: { servers },
        },
      ];
    });
  },
);

/** use_backend of a log format or a variable, and what else may name backends: Lua, SPOE and the like. */
const namesAtRunTime = ({ configuration, proxies }: Cfg): boolean =>
  configuration.sections.some(({ lines }) =>
    lines.some(({ words }) => /^(?:lua-load.*|filter|.*use-service)$/.test(words[0]?.text ?? "")),
  ) ||
  proxies.some(({ settings }) =>
    settings.some(
      ({ name, words: [word] }) =>
        /^(?:use|default)_backend$/.test(name) &&
        word !== undefined &&
        (!isLiteral(word) || word.text.includes("%")),
    ),
  );

/** Words that may name a backend beside other things: `nbsrv(b)`, `b/s`, `backend@b`. */
const COMPOUND = /[^\w.:-]/;

/** Every word but the names of proxies behind what opens them. */
const wordsOf = ({ configuration }: Cfg): ReadonlySet<string> =>
  new Set(
    configuration.sections.flatMap(({ lines }) =>
      lines.flatMap(({ words }) => words.map(({ text }) => text)),
    ),
  );
