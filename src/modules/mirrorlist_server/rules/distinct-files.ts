import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ServerGroup } from "../section.js";
import { serverGroups } from "../section.js";

const FILES = ["socket_file", "log_file", "cache_file"] as const;

export const distinctFiles = defineRule({
  slug: "mirrorlist/distinct-files",
  severity: "error",
  title: "The socket, the log and the cache of mirrorlist_server are three files.",
  why: "A server removes whatever is at its socket's path before it listens there, and a log is appended to whatever file it is given: the cache is lost, or unreadable.",
  how: "socket_file, log_file and cache_file, compared with one another.",
  fix: "Give each file its own path.",
  source: ["unix(7): bind() fails on a path that exists, so servers unlink it first"],
  run: (fleet) => serverGroups(fleet).flatMap(judge),
});

const judge = ({ sample, hosts, service, subject }: ServerGroup): RuleResult[] => {
  const { server } = service;
  const given = FILES.filter((key) => server[key] !== undefined);
  if (given.length < 2) return [];
  const faults = given.flatMap((key, index): RuleResult[] => {
    const same = given.slice(0, index).find((other) => server[other] === server[key]);
    if (same === undefined) return [];
    return [
      fault({
        subject,
        hosts,
        at: originOf(service.node, "server", key),
        message: `${key} and ${same} of mirrorlist_server on ${sample.name} are the same file`,
        why: `both are ${server[key]}`,
        fix: `another path for ${key}`,
        figures: { path: server[key] ?? "" },
      }),
    ];
  });
  return faults.length === 0 ? [pass] : faults;
};
