import { slots } from "../../../fleet/capacity.js";
import { served } from "../../../fleet/concurrency.js";
import { inService, onServers } from "../../../moves/candidate.js";
import type { RuleResult } from "../../../rules/define.js";
import { defineRule, fault, pass } from "../../../rules/define.js";
import { counted } from "../../../text/counted.js";
import { requestQueueSize } from "../limits.js";
import type { ServerGroup } from "../section.js";
import { serverGroups } from "../section.js";

export const queueSize = defineRule({
  slug: "mirrorlist/queue-size",
  severity: "warning",
  title: "mirrorlist_server's queue has room for a connection from every slot.",
  why: "In a storm all slots connect at once, faster than the server can fork. A client that finds the queue of a UNIX socket full blocks in connect() without limit; one with a timeout set gets EAGAIN at once, which most programs treat as an error.",
  how: "The effective request_queue_size (socketserver's 5 if not set, or set on the instance; at most net.core.somaxconn) plus the one that Linux takes on top, compared with the slots, or with what the proxies may send, if less.",
  fix: "Set request_queue_size to the slots, on the class, and net.core.somaxconn with it.",
  source: [
    "unix(7)",
    "Linux net/unix/af_unix.c unix_stream_connect",
    "measured on Python 3.11: listen(5) takes 6 connections; the next waits, or gets BlockingIOError where settimeout is used",
  ],
  run: (fleet) => serverGroups(fleet).flatMap(judge),
});

const judge = (group: ServerGroup): RuleResult[] => {
  const { sample, hosts, service, subject } = group;
  const asked = requestQueueSize(service);
  const limit = sample.limits.somaxconn;
  const places = Math.min(asked.value, limit.value);
  const asking = served(group);
  if (places + 1 >= asking) return [pass];
  const cut = limit.value < asked.value;
  const available = slots(service);
  const kernel = asking - 1 > limit.value ? `, with net.core.somaxconn ${asking - 1}` : "";
  return [
    fault({
      subject,
      hosts,
      at: cut ? limit.origin : asked.origin,
      message: `${counted(asking, "slot")} on ${sample.name} may connect to mirrorlist_server at once; its queue holds ${places}`,
      why: `${cut ? `net.core.somaxconn ${places} caps request_queue_size ${asked.value}` : `request_queue_size ${places} (${asked.because})`} < ${asking === available ? counted(available, "slot") : `${counted(asking, "request")} from the proxies`}`,
      candidates: [
        [
          ...inService(group, {
            server: { request_queue_size: asking - 1, request_queue_size_set_on: "class" },
          }),
          ...(asking - 1 > limit.value
            ? onServers(group, { kernel: { "net.core.somaxconn": asking - 1 } })
            : []),
        ],
      ],
      fix: `request_queue_size ${asking - 1} fits, set on the class${kernel}`,
      figures: { queue: places, asking, slots: available },
    }),
  ];
};
