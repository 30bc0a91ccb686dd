import type { Rule } from "../../rules/define.js";
import { fileMax } from "./rules/file-max.js";
import { nrOpen } from "./rules/nr-open.js";
import { overcommit } from "./rules/overcommit.js";
import { overcommitRatio } from "./rules/overcommit-ratio.js";
import { somaxconnUnset } from "./rules/somaxconn-unset.js";
import { synBacklog } from "./rules/syn-backlog.js";

export const kernelRules: readonly Rule[] = [
  fileMax,
  nrOpen,
  overcommitRatio,
  overcommit,
  somaxconnUnset,
  synBacklog,
];
