import type { Rule } from "../../rules/define.js";
import { distinctFiles } from "./rules/distinct-files.js";
import { maxChildrenCheck } from "./rules/max-children.js";
import { queueSize } from "./rules/queue-size.js";
import { queueSizeOnClass } from "./rules/queue-size-on-class.js";
import { reapChildren } from "./rules/reap-children.js";
import { socketPath } from "./rules/socket-path.js";

export const serverRules: readonly Rule[] = [
  distinctFiles,
  maxChildrenCheck,
  queueSizeOnClass,
  queueSize,
  reapChildren,
  socketPath,
];
