import { isBack } from "../../haproxy/cfg/proxies.js";
import { isLiteral } from "../../haproxy/cfg/word.js";
import { nearest } from "../../text/nearest.js";
import { defineCfgRule, originAt } from "./define.js";

export const unknownBackend = defineCfgRule(
  {
    slug: "haproxy/unknown-backend",
    severity: "error",
    title: "Every backend that requests are sent to is there.",
    why: "HAProxy does not start, and does not reload, where use_backend or default_backend names a backend that it does not have.",
    how: "The names behind use_backend and default_backend, but for those with variables or a log format in them, compared with the backend and listen sections of all files given.",
    fix: "Correct the name, add the backend, or name all files that HAProxy is started with.",
    source: [
      "HAProxy configuration manual 4.2 use_backend, default_backend",
      "test/daemons/facts/checked-cfg.test.ts",
    ],
  },
  ({ proxies }) => {
    const names = proxies.filter(isBack).flatMap(({ name }) => (name === undefined ? [] : [name.text]));
    return proxies.flatMap(({ settings }) =>
      settings.flatMap(({ name, words: [word], line }) => {
        if (name !== "use_backend" && name !== "default_backend") return [];
        if (word === undefined || line.sometimes || !isLiteral(word) || word.text.includes("%")) return [];
        if (names.includes(word.text)) return [];
        const near = nearest(word.text, names);
        return [
          {
            subject: word.text,
            at: originAt(line, word),
            message: `there is no backend ${word.text}`,
            why: "HAProxy refuses the file",
            fix: near === undefined ? `add backend ${word.text}` : `did you mean ${near}?`,
            figures: { backends: names.length },
          },
        ];
      }),
    );
  },
);
