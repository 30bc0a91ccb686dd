import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ApacheGroup } from "../section.js";
import { apacheGroups, inApache } from "../section.js";

/** Directives that only the threaded MPMs have (mpm_common, "Module" of each directive). */
const THREADED_ONLY = ["ThreadsPerChild", "ThreadLimit"] as const;

export const mpmDirectives = defineRule({
  slug: "apache/mpm-directives",
  severity: "error",
  title: "The MPM supports every MPM directive that is set.",
  why: "Apache does not start with a directive that no loaded module knows. A reload keeps the old configuration running, and the next start fails.",
  how: "ThreadsPerChild or ThreadLimit with mpm: prefork, which has neither.",
  fix: "Remove the directive, or load worker or event.",
  source: [
    "Apache HTTP Server 2.4, mpm_common ThreadsPerChild, ThreadLimit",
    "measured on 2.4.68 with prefork: Invalid command 'ThreadsPerChild'",
  ],
  run: (fleet) => apacheGroups(fleet).flatMap(judge),
});

const judge = (group: ApacheGroup): RuleResult[] => {
  const { sample, apache, hosts, subject } = group;
  const { node, settings } = apache;
  if (settings.mpm === undefined) return [];
  const foreign =
    settings.mpm === "prefork" ? THREADED_ONLY.filter((name) => settings[name] !== undefined) : [];
  if (foreign.length === 0) return [pass];
  return foreign.map((name) =>
    fault({
      subject,
      hosts,
      at: originOf(node, name),
      message: `Apache on ${sample.name} will not start: prefork has no ${name}`,
      why: `mpm is prefork, with one thread per process; it rejects ${name} ${settings[name]} as an invalid command`,
      candidates: [inApache(group, { [name]: null }), inApache(group, { mpm: "event" })],
      fix: `remove ${name}; or mpm: event`,
      figures: { directive: name },
    }),
  );
};
