import type { Origin } from "./place.js";

/** Why an inventory can't be read as one: always an error, always at its place. */
export interface Problem {
  readonly rule: ProblemKind;
  readonly message: string;
  readonly fix: string;
  readonly why: string;
  readonly at: Origin;
}

/** What can be wrong with an inventory before any rule runs: the rule, and why it matters. */
const KINDS = {
  "schema/syntax": {
    title: "The file is YAML or JSON.",
    why: "A file that is not YAML has no settings to check.",
  },
  "schema/read": {
    title: "The inventory, every inventory that it extends, and every file that it names can be read.",
    why: "Without the file there is nothing to render, or nothing to simulate.",
  },
  "schema/size": {
    title: "The file has a plausible size.",
    why: "The limit keeps a mistaken or hostile file from using up the memory.",
  },
  "schema/duplicate-key": {
    title: "A key is set once in its map.",
    why: "YAML parsers silently keep one of the two, and not all the same one.",
  },
  "schema/unknown-key": {
    title: "mmconf knows every key.",
    why: "A misspelt key leaves its setting at a default that nobody chose.",
  },
  "schema/key": {
    title: "A key is plain text, and not a reserved name.",
    why: "Such a key can change the behaviour of programs that read the inventory.",
  },
  "schema/alias": {
    title: "Every alias has an anchor, and aliases do not blow up the file.",
    why: "Nested aliases can turn a small file into gigabytes.",
  },
  "schema/tag": {
    title: "Values are plain: no YAML tags.",
    why: "Inventories are data: a tag asks the reader to construct something else.",
  },
  "schema/extends": {
    title: "An inventory extends one file, and not itself.",
    why: "Every value must come from one known place.",
  },
  "schema/host-range": {
    title: "Host ranges are well formed, and two of them share hosts only where one refines the other.",
    why: "Every host must be named once, so that its figures count once.",
  },
  "schema/unit": {
    title: "Durations and sizes have a unit.",
    why: "A bare number means milliseconds to HAProxy and seconds to Apache.",
  },
  "schema/required": {
    title: "Everything needed to compute the fleet is given.",
    why: "mmconf does not guess what the fleet is made of.",
  },
  "schema/type": {
    title: "A value has the type of its key.",
    why: "The value can't be rendered for its directive.",
  },
  "schema/value": {
    title: "A value is valid for its directive, and can't break out of its line.",
    why: "The daemon rejects the value, or reads it as something else.",
  },
  "schema/reference": {
    title: "Every name refers to something that exists.",
    why: "A dangling name leaves a rule without its figures.",
  },
  "schema/traffic": {
    title: "The proxies' shares of the traffic add up to 100 %.",
    why: "Demand is computed from each proxy's share of the requests.",
  },
  "schema/hosts": {
    title: "A host is an app server or a backup.",
    why: "A host that is both would be counted twice.",
  },
  "schema/slots": {
    title: "A listener that uses slots has a service with slots.",
    why: "Without slots there is no capacity to compare the demand with.",
  },
  "schema/recording": {
    title: "A file of recorded times has one time per line.",
    why: "A line that can't be read is a request that is not counted.",
  },
  "schema/set": {
    title: "An override has the form path=value.",
    why: "An override without an effect would go unnoticed.",
  },
} as const;

export type ProblemKind = keyof typeof KINDS;

export const problem = (rule: ProblemKind, at: Origin, message: string, fix: string): Problem => ({
  rule,
  at,
  message,
  fix,
  why: KINDS[rule].why,
});

/** The rules of the inventory's shape, by slug. */
export const problemKinds = (): ReadonlyMap<string, { readonly title: string; readonly why: string }> =>
  new Map(Object.entries(KINDS));
