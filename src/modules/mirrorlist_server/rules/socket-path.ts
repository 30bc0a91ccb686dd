import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { originOf } from "../../../yaml/node.js";
import type { ServerGroup } from "../section.js";
import { serverGroups } from "../section.js";

/** sockaddr_un.sun_path has 108 bytes, one of them for the closing NUL (unix(7)). */
const MAX_BYTES = 107;

export const socketPath = defineRule({
  slug: "mirrorlist/socket-path",
  severity: "error",
  title: "The UNIX socket's path is short enough for its address.",
  why: "A longer path is rejected: mirrorlist_server does not start, and every request fails.",
  how: `Length of socket_file in bytes, at most ${MAX_BYTES}.`,
  fix: "Choose a shorter path.",
  source: ["unix(7) sun_path", "test/daemons/facts/length-of-a-unix-socket-path.test.ts"],
  run: (fleet) => serverGroups(fleet).flatMap(judge),
});

const judge = ({ sample, hosts, service, subject }: ServerGroup): RuleResult[] => {
  const file = service.server.socket_file;
  if (file === undefined) return [];
  // The schema takes plain ASCII paths only, so that characters are bytes.
  if (file.length <= MAX_BYTES) return [pass];
  return [
    fault({
      subject,
      hosts,
      at: originOf(service.node, "server", "socket_file"),
      message: `mirrorlist_server on ${sample.name} can't listen: its socket path has ${file.length} bytes`,
      why: `a UNIX socket address holds ${MAX_BYTES} bytes and a terminating NUL`,
      fix: `shorten the path by ${file.length - MAX_BYTES} bytes`,
      figures: { bytes: file.length },
    }),
  ];
};
