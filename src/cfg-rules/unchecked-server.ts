import type { Section } from "../haproxy/cfg/sections.js";
import { isProxy } from "../haproxy/cfg/sections.js";
import type { ServerLine } from "../haproxy/cfg/server-line.js";
import { serverLines } from "../haproxy/cfg/server-line.js";
import type { CfgFault, CfgRule } from "./rule.js";
import { isUnconditional, placeOf } from "./rule.js";

export const uncheckedServer: CfgRule = {
  slug: "cfg/unchecked-server",
  severity: "warning",
  title: "Of servers in one backend, all are checked or none",
  why: "A server without check is UP for HAProxy whatever becomes of it: it keeps its share of the requests while it is down, and these fail while the others could take them.",
  how: "Active servers of a section with and without check are told apart; check may come from default-server, of the defaults too. Backups, servers that track another and those that are disabled are left out.",
  fix: "Add check to the server line, or to default-server above all of them.",
  source: ["manual 5.2 check", "test/daemons/facts/server-without-check.test.ts"],
  run: ({ sections }) => sections.filter(isProxy).flatMap((section) => faultIn(section) ?? []),
};

const faultIn = (section: Section): CfgFault | undefined => {
  const own = serverLines(section);
  const inherited = defaultsOf(section);
  if ([...own, ...inherited].some(({ statement }) => statement.line.branch !== section.header.line.branch))
    return undefined;
  const active = own.flatMap((line, index) => {
    const lines = [
      ...inherited,
      ...own.slice(0, index).filter(({ kind }) => kind === "default-server"),
      line,
    ];
    const leftOut = line.kind === "default-server" || lines.some(isLeftOut);
    return leftOut || !line.name ? [] : [{ line, name: line.name, checked: lines.reduce(isChecked, false) }];
  });
  const checked = active.filter((each) => each.checked);
  const [first, ...others] = active.filter((each) => !each.checked);
  if (!first || checked.length === 0) return undefined;
  const names = [first, ...others].map(({ name }) => name.text).join(", ");
  const named = section.name?.text ?? section.kind;
  return {
    subject: `${named}/${first.name.text}`,
    message: `${names} of ${named} ${others.length > 0 ? "have" : "has"} no check, and ${checked.map(({ name }) => name.text).join(", ")} ${checked.length > 1 ? "have" : "has"} one`,
    why: "HAProxy takes a server without check for UP whatever becomes of it, and goes on sending it its share",
    fix: "add check to the server line, or default-server check above all of them",
    at: placeOf(first.line.statement, first.name),
    figures: { unchecked: others.length + 1, checked: checked.length },
  };
};

/** The default-server lines of a section's defaults, those of the outermost first. */
const defaultsOf = ({ defaults }: Section): readonly ServerLine[] =>
  defaults
    ? [
        ...defaultsOf(defaults),
        ...serverLines(defaults).filter((line) => isUnconditional(defaults, line.statement)),
      ]
    : [];

const LEAVES_OUT: readonly string[] = [
  "backup",
  "track",
  "disabled",
  "agent-check",
  "observe",
  "healthcheck",
];

const isLeftOut = (line: ServerLine): boolean =>
  line.parameters.some(
    ({ name, values }) =>
      LEAVES_OUT.includes(name.text) || [name, ...values].some(({ variables }) => variables !== "none"),
  );

const isChecked = (before: boolean, line: ServerLine): boolean => {
  const last = line.parameters.findLast(({ name }) => name.text === "check" || name.text === "no-check");
  return last ? last.name.text === "check" : before;
};
