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
    title: "The file is of a size that a person could have meant.",
    why: "The bound keeps a mistaken or hostile file from taking the machine's memory.",
  },
  "schema/duplicate-key": {
    title: "A key stands once in its map.",
    why: "YAML parsers keep one of the two without a word, and not all the same one.",
  },
  "schema/unknown-key": {
    title: "Every key is one that mmconf knows.",
    why: "A misspelt key would leave its setting at a default that nobody chose.",
  },
  "schema/key": {
    title: "A key is plain text, and no name with a meaning of its own.",
    why: "Such a key can change how programs that read the inventory behave.",
  },
  "schema/alias": {
    title: "An alias has its anchor, and aliases do not multiply the file.",
    why: "Aliases that multiply can turn a small file into gigabytes.",
  },
  "schema/tag": {
    title: "Values are plain: no YAML tags.",
    why: "Inventories are data: a tag would ask the reader to construct something else.",
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
    title: "What the fleet can't be computed without is given.",
    why: "mmconf does not guess what the fleet is made of.",
  },
  "schema/type": {
    title: "A value is of the kind that its key takes.",
    why: "The value could not be rendered as what the directive takes.",
  },
  "schema/value": {
    title: "A value is one that its directive takes, and can't break out of its line.",
    why: "The daemon would refuse the value, or read it as something else.",
  },
  "schema/reference": {
    title: "A name leads to something that is there.",
    why: "A name that leads nowhere leaves a rule without its figures.",
  },
  "schema/traffic": {
    title: "The proxies' shares of the traffic add up to 100 %.",
    why: "Demand is computed from each proxy's share of the requests.",
  },
  "schema/hosts": {
    title: "A host is an app server or a backup.",
    why: "A host that serves as both would be counted twice.",
  },
  "schema/slots": {
    title: "A listener whose requests take slots has a service that has them.",
    why: "Without slots there is no capacity to compare the demand with.",
  },
  "schema/recording": {
    title: "A file of recorded times holds one time a line.",
    why: "A line that can't be read would be a request that nobody counts.",
  },
  "schema/set": {
    title: "An override has the form path=value.",
    why: "An override that reaches nothing would change nothing, silently.",
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
