import type { Section, Statement } from "../haproxy/cfg/sections.js";
import { isProxy } from "../haproxy/cfg/sections.js";
import type { Configuration } from "./configuration.js";
import type { CfgRule } from "./rule.js";
import { placeOf } from "./rule.js";

export const unusedBackend: CfgRule = {
  slug: "cfg/unused-backend",
  severity: "warning",
  title: "A frontend leads to every backend with servers",
  why: "No request ever reaches its servers, though HAProxy checks them; a use_backend is often missing, or names another one.",
  how: "Backends with server lines whose name stands on no other line: not in use_backend or default_backend, nor in an ACL, a track or a log. It is not said where the name of a backend is computed, where a filter may choose it, or where no frontend is among the files.",
  fix: "Name it in a use_backend or default_backend, or take it away.",
  source: ["manual 4.2 use_backend", "test/daemons/facts/unused-backend.test.ts"],
  run: (configuration) => {
    const { sections } = configuration;
    if (!sections.some(({ kind }) => kind === "frontend") || mayLeadAnywhere(configuration)) return [];
    const unnamed = namesIn(configuration);
    return sections.filter((section) => isCandidate(section) && !unnamed(section)).map(faultOf);
  },
};

const isCandidate = ({ kind, name, header, statements }: Section): boolean =>
  kind === "backend" &&
  name?.variables === "none" &&
  !header.line.branch &&
  statements.some(({ words: [first] }) => first.text === "server" || first.text === "server-template") &&
  !statements.some(({ words: [first] }) => first.text === "disabled");

/** A name that is known only at run time, or that a filter's agent or another file gives. */
const mayLeadAnywhere = ({ sections }: Configuration): boolean =>
  sections
    .filter((section) => isProxy(section) || section.kind === "defaults")
    .some(({ statements }) =>
      statements.some(({ words: [first, second] }) => {
        if (first.text === "filter") return second?.text === "spoe";
        const leads = first.text === "use_backend" || first.text === "default_backend";
        return leads && (second?.text.includes("%") || second?.variables !== "none");
      }),
    );

/** Whether a section's name is part of a word anywhere but in its own header. */
const namesIn = ({ sections }: Configuration) => {
  const tokens = new Set<string>();
  const take = ({ words: [, ...words] }: Statement): void => {
    for (const { text } of words)
      for (const token of text.match(/[A-Za-z0-9_.:-]+/g) ?? []) tokens.add(token);
  };
  for (const { statements } of sections) for (const statement of statements) take(statement);
  return ({ name }: Section): boolean => name !== undefined && tokens.has(name.text);
};

const faultOf = ({ header, name, statements }: Section) => {
  const servers = statements.filter(({ words: [first] }) => first.text.startsWith("server")).length;
  return {
    subject: name?.text ?? "",
    message: `no frontend leads to backend ${name?.text ?? ""}`,
    why: `its ${servers === 1 ? "server gets" : `${servers} servers get`} no request: no use_backend or default_backend names it`,
    fix: "name it in a use_backend or default_backend, or take it away",
    at: placeOf(header, name ?? header.words[0]),
    figures: { servers },
  };
};
