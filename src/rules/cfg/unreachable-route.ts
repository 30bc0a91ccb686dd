import { isFront } from "../../haproxy/cfg/proxies.js";
import type { Setting } from "../../haproxy/cfg/setting.js";
import { defineCfgRule, originAt } from "./define.js";

export const unreachableRoute = defineCfgRule(
  {
    slug: "haproxy/unreachable-route",
    severity: "warning",
    title: "No use_backend stands behind one that takes every request.",
    why: "The first use_backend whose condition holds is taken, and one without a condition always holds: those behind it are never looked at, and their backends get nothing.",
    how: "use_backend lines of each frontend and listen section, in their order, behind one without if and unless.",
    fix: "Make the one without a condition the default_backend, which is looked at last, or move it behind the others.",
    source: ["HAProxy configuration manual 4.2 use_backend", "test/daemons/facts/checked-cfg.test.ts"],
  },
  ({ proxies }) =>
    proxies.filter(isFront).flatMap(({ settings }) => {
      const routes = settings.filter(({ name }) => name === "use_backend");
      const all = routes.findIndex(takesAll);
      const [first, ...dead] = all < 0 ? [] : routes.slice(all);
      const [next] = dead;
      const taken = first?.words[0]?.text;
      if (first === undefined || next === undefined || taken === undefined) return [];
      const others = dead.map(({ words }) => words[0]?.text ?? "").join(", ");
      return [
        {
          subject: next.words[0]?.text ?? "",
          at: originAt(next.line, next.words[0]),
          message: `${others} ${dead.length === 1 ? "is" : "are"} never used: line ${first.line.number} sends every request to ${taken}`,
          why: "the first use_backend that holds is taken, and one without a condition always holds",
          fix: `default_backend ${taken} in place of line ${first.line.number}`,
          figures: { unreachable: dead.length, line: first.line.number },
        },
      ];
    }),
);

const takesAll = ({ words, line }: Setting): boolean => words.length === 1 && !line.sometimes;
