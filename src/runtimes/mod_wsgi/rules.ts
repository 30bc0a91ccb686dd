import type { Rule } from "../../rules/define.js";
import { apacheApplicationGroup } from "./rules/application-group.js";
import { cutRequests } from "./rules/cut-requests.js";
import { displayName } from "./rules/display-name.js";
import { apacheGracefulTimeout } from "./rules/graceful-timeout.js";
import { inactivityTimeout } from "./rules/inactivity-timeout.js";
import { listenBacklog } from "./rules/listen-backlog.js";
import { maximumRequests } from "./rules/maximum-requests.js";
import { apacheProcessGroup } from "./rules/process-group.js";
import { apacheQueueTimeout } from "./rules/queue-timeout.js";
import { apacheRequestTimeout } from "./rules/request-timeout.js";
import { restartHerd } from "./rules/restart-herd.js";
import { requestTimeout } from "./rules/server-timeout.js";
import { singleProcess } from "./rules/single-process.js";
import { apacheSocketTimeout } from "./rules/socket-timeout.js";

export const wsgiRules: readonly Rule[] = [
  apacheApplicationGroup,
  cutRequests,
  displayName,
  apacheGracefulTimeout,
  inactivityTimeout,
  listenBacklog,
  maximumRequests,
  apacheProcessGroup,
  apacheQueueTimeout,
  apacheRequestTimeout,
  restartHerd,
  requestTimeout,
  singleProcess,
  apacheSocketTimeout,
];
