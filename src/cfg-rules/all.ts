import { duplicateAddress } from "./duplicate-address.js";
import { maxconnOverGlobal } from "./maxconn-over-global.js";
import { refused } from "./refused.js";
import type { CfgRule } from "./rule.js";
import { setTwice } from "./set-twice.js";
import { uncheckedServer } from "./unchecked-server.js";
import { unusedBackend } from "./unused-backend.js";

export const CFG_RULES: readonly CfgRule[] = [
  duplicateAddress,
  maxconnOverGlobal,
  refused,
  setTwice,
  uncheckedServer,
  unusedBackend,
];
