import type { Section } from "../haproxy/cfg/sections.js";
import { isProxy } from "../haproxy/cfg/sections.js";
import type { Parameter, ServerLine } from "../haproxy/cfg/server-line.js";
import { serverLines } from "../haproxy/cfg/server-line.js";
import type { Word } from "../haproxy/cfg/words.js";
import type { CfgFault, CfgRule } from "./rule.js";
import { isUnconditional, lineOf, placeOf } from "./rule.js";

export const duplicateAddress: CfgRule = {
  slug: "cfg/duplicate-address",
  severity: "warning",
  title: "No two servers of a backend have one address",
  why: "The server behind the address gets the share of two, and twice the connections that maxconn is to bound; a copied line often has the address of another server by mistake, which then gets nothing.",
  how: "Server lines of one section are compared that have the same address and the same parameters but for cookie, weight, id and guid. Left out are names that resolvers answer, for each line perhaps with another address, addresses that stand for any, and servers that are disabled.",
  fix: "Write the address of the server that is meant, or take one of the lines away.",
  source: ["manual 5.2", "test/daemons/facts/faults-that-haproxy-takes.test.ts"],
  run: ({ sections }) => sections.filter(isProxy).flatMap(duplicatesIn),
};

const duplicatesIn = (section: Section): readonly CfgFault[] => {
  const seen = new Map<string, ServerLine>();
  const faults: CfgFault[] = [];
  let given = inheritedParameters(section);
  for (const line of serverLines(section)) {
    const { kind, name, address, statement } = line;
    // What follows may have other parameters.
    if (kind === "default-server") seen.clear();
    if (kind === "default-server") given = [...given, ...line.parameters];
    if (kind !== "server" || !name || !address || !isUnconditional(section, statement)) continue;
    if (!isOneServer(address, [...given, ...line.parameters])) continue;
    if (line.parameters.some((each) => each.name.text === "disabled")) continue;
    const key = [address.text, ...whatMatters(line)].join("\n");
    const first = seen.get(key);
    if (first?.name) faults.push(faultOf(section, first, line, address.text));
    else seen.set(key, line);
  }
  return faults;
};

const inheritedParameters = ({ defaults }: Section): readonly Parameter[] =>
  defaults
    ? [...inheritedParameters(defaults), ...serverLines(defaults).flatMap(({ parameters }) => parameters)]
    : [];

const faultOf = (section: Section, first: ServerLine, second: ServerLine, address: string): CfgFault => {
  const [one = "", other = ""] = [first.name?.text, second.name?.text];
  return {
    subject: `${section.name?.text ?? ""}/${other}`,
    message: `servers ${one} and ${other} of ${section.name?.text ?? section.kind} have one address, ${address}`,
    why: `${one} stands on ${lineOf(first.statement)}; the server there gets the share of both lines`,
    fix: `write the address of ${other}, or take the line away`,
    at: placeOf(second.statement, second.address ?? second.statement.words[0]),
    figures: { first_line: first.statement.line.number },
  };
};

/** Neither an address that stands for any, nor a name that HAProxy asks resolvers for, each line on its own. */
const isOneServer = ({ text, variables }: Word, parameters: readonly Parameter[]): boolean =>
  variables === "none" &&
  !/^(?:ipv[46]@)?(?:0\.0\.0\.0|\*|::|\[::\])?(?::\d*)?$/.test(text) &&
  (!/[A-Za-z]/.test(text) || !parameters.some(({ name }) => name.text === "resolvers"));

const IDENTITY: readonly string[] = ["cookie", "weight", "id", "guid"];

const whatMatters = ({ parameters }: ServerLine): readonly string[] =>
  parameters
    .filter(({ name }) => !IDENTITY.includes(name.text))
    .map(({ name, values }) => [name, ...values].map(({ text }) => text).join(" "))
    .sort();
