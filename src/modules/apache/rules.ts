import type { Rule } from "../../rules/define.js";
import { maxRequestWorkers } from "./rules/max-request-workers.js";
import { mpm } from "./rules/mpm.js";
import { mpmDirectives } from "./rules/mpm-directives.js";
import { serverLimit } from "./rules/server-limit.js";
import { sharedWorkers } from "./rules/shared-workers.js";
import { threadLimit } from "./rules/thread-limit.js";
import { threadsPerChild } from "./rules/threads-per-child.js";

export const apacheRules: readonly Rule[] = [
  maxRequestWorkers,
  mpmDirectives,
  mpm,
  serverLimit,
  sharedWorkers,
  threadLimit,
  threadsPerChild,
];
