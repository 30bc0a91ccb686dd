import type { Haproxy } from "../../fleet/fleet.js";
import type { ProxyGroup } from "../../fleet/proxy-groups.js";
import { proxyGroups } from "../../fleet/proxy-groups.js";
import type { Silence } from "../../fleet/reload.js";
import { hardStopFix, limitsOldProcesses, longestRequest, longestSilence } from "../../fleet/reload.js";
import { supports } from "../../haproxy/dialect.js";
import { formatVersion } from "../../haproxy/version.js";
import { inHaproxy } from "../../moves/candidate.js";
import type { Milliseconds } from "../../text/units.js";
import { showSeconds } from "../../text/units.js";
import { originOf } from "../../yaml/node.js";
import type { RuleResult } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

/** Reloads that come every few minutes, as a discovery of servers makes them, leave one old process beside the next. */
const LONG: Milliseconds = 300_000;

/** What is left for sessions where no HTTP request says how long one may take. */
const TEN_MINUTES: Milliseconds = 600_000;

export const hardStopAfter = defineRule({
  slug: "haproxy/hard-stop-after",
  severity: "warning",
  title: "After a reload the old process can finish its requests, queued ones included, and then ends.",
  why: "After a reload the old process finishes what it has. hard-stop-after ends it: requests still queued or in progress then are cut off without an answer. Without it the old process stays until its last connection has gone: a tunnel or a TCP session may keep it for days, with its memory, its descriptors and its own count of maxconn, and each reload leaves another.",
  how: "Set: for each HTTP listener timeout queue (if maxconn makes requests queue) plus timeout server; the longest sum compared with hard-stop-after. TCP listeners are left out: hard-stop-after is meant to end their long sessions. Not set: how long a connection may be silent by the timeouts of its listener (TCP: tunnel, or else the shorter of client and server; HTTP: client, http-request, what a request may wait for, tunnel), compared with 5 minutes; mworker-max-reloads limits old processes too.",
  fix: "Raise hard-stop-after to the longest request, or shorten the timeouts; set it where it is not set.",
  source: [
    "HAProxy configuration manual 3.1 hard-stop-after",
    "HAProxy configuration manual 3.1 mworker-max-reloads",
    "HAProxy configuration manual 4.2 timeout tunnel",
    "HAProxy management guide 4",
    "test/daemons/facts/reload.test.ts",
  ],
  run: (fleet) => proxyGroups(fleet).flatMap(judge),
});

const judge = (group: ProxyGroup): RuleResult[] => {
  const { haproxy } = group;
  const stop = haproxy.global["hard-stop-after"];
  if (stop && supports(haproxy.version, "hard-stop-after")) return cutsOff(group, stop);
  const silence = longestSilence(haproxy);
  if (silence === undefined || limitsOldProcesses(haproxy)) return [];
  return silence.lasts !== null && silence.lasts <= LONG ? [pass] : [stays(group, silence)];
};

const cutsOff = ({ haproxy, hosts }: ProxyGroup, stop: Milliseconds): RuleResult[] => {
  const longest = longestRequest(haproxy);
  if (longest === undefined) return [];
  const { listener, queue, server, total: sum } = longest;
  if (sum <= stop) return [pass];
  return [
    fault({
      subject: "hard-stop-after",
      hosts,
      at: originOf(haproxy.node, "global", "hard-stop-after"),
      message: `after a reload requests are cut off after ${showSeconds(stop)}; one of ${listener.name} may take ${showSeconds(sum)}`,
      why: `${queue > 0 ? `timeout queue ${showSeconds(queue)} + ` : ""}timeout server ${showSeconds(server)} = ${showSeconds(sum)} > hard-stop-after ${showSeconds(stop)}`,
      candidates: [inHaproxy({ hosts }, { global: { "hard-stop-after": `${Math.ceil(sum / 1000)}s` } })],
      fix: `hard-stop-after ${Math.ceil(sum / 1000)}s fits`,
      figures: { hard_stop_after_ms: stop, longest_ms: sum },
    }),
  ];
};

const stays = ({ haproxy, hosts }: ProxyGroup, silence: Silence): RuleResult => {
  const { listener, lasts, because, origin } = silence;
  const has = supports(haproxy.version, "hard-stop-after");
  return fault({
    subject: "hard-stop-after",
    hosts,
    at: has ? originOf(haproxy.node, "global", "hard-stop-after") : origin,
    message: `a reload leaves the old process until its last connection ends: a silent one of ${listener.name} ${lasts === null ? "never does" : `does after ${showSeconds(lasts)}`}, one with traffic when it closes`,
    why: `${has ? "hard-stop-after is not set" : `HAProxy ${formatVersion(haproxy.version)} has no hard-stop-after`}; ${because}; each old process keeps its memory, its descriptors and its own count of maxconn`,
    candidates: has
      ? [
          inHaproxy(
            { hosts },
            {
              global: {
                "hard-stop-after": `${Math.ceil((longestRequest(haproxy)?.total ?? TEN_MINUTES) / 1000)}s`,
              },
            },
          ),
        ]
      : [],
    fix: endingOf(haproxy),
    figures: lasts === null ? {} : { silent_ms: lasts, long_ms: LONG },
  });
};

const endingOf = (haproxy: Haproxy): string => {
  const longest = longestRequest(haproxy)?.total;
  const stop = hardStopFix(haproxy.version, longest ?? TEN_MINUTES);
  if (stop === undefined) return `timeouts of up to ${showSeconds(LONG)}, which end silent connections`;
  return longest === undefined
    ? `${stop} is a usual value; it cuts the sessions that are left then`
    : `${stop} leaves every HTTP request its time, and cuts what is left then`;
};
