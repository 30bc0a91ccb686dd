import type { ServiceGroup } from "../../fleet/service-groups.js";
import { firstGivesUp, serviceGroups } from "../../fleet/service-groups.js";
import { socketTimeout } from "../../fleet/wsgi.js";
import { showSeconds } from "../../text/units.js";
import type { Verdict } from "../define.js";
import { defineRule, fault, pass } from "../define.js";

export const apacheSocketTimeout = defineRule({
  slug: "apache/socket-timeout",
  severity: "warning",
  title: "Apache waits for a daemon process as long as HAProxy waits for Apache.",
  why: "Apache's wait begins when it hands the request over, so that the time in the queue counts. Once it is over, Apache answers 504 though HAProxy would have waited; the process serves the request all the same, and HAProxy counts its slot as free.",
  how: "socket-timeout, or Timeout where it is not set (60 s by default), compared with the least timeout server of the listeners.",
  fix: "Raise socket-timeout (or Timeout) to timeout server.",
  source: [
    "mod_wsgi, WSGIDaemonProcess socket-timeout",
    "Apache HTTP Server 2.4, core Timeout",
    "measured with mod_wsgi 4.9.4: one slot, Timeout 3, five requests of 1 s: two get 504 after 3 s, all five are served",
  ],
  run: (fleet) => serviceGroups(fleet).flatMap(judge),
});

const judge = (group: ServiceGroup): Verdict[] => {
  const { sample, hosts, service, subject } = group;
  const limit = firstGivesUp(group);
  if (limit === undefined) return [];
  const wait = socketTimeout(sample, service);
  if (wait.value >= limit) return [pass];
  return [
    fault({
      subject,
      hosts,
      at: wait.origin,
      message: `Apache on ${sample.name} gives a request up after ${showSeconds(wait.value)}; HAProxy would wait for ${showSeconds(limit)}`,
      why: `socket-timeout ${showSeconds(wait.value)} (${wait.because}) < timeout server ${showSeconds(limit)}, and it begins before the wait for a slot`,
      fix: `socket-timeout ${Math.ceil(limit / 1000)}s fits${wait.value >= 1000 ? `; or timeout server ${Math.floor(wait.value / 1000)}s` : ""}`,
      figures: { socket_timeout_ms: wait.value, timeout_server_ms: limit },
    }),
  ];
};
