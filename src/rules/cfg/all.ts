import type { CfgRule } from "./define.js";
import { duplicateAddress } from "./duplicate-address.js";
import { frontendMaxconn } from "./frontend-maxconn.js";
import { openStatistics } from "./open-statistics.js";
import { setTwice } from "./set-twice.js";
import { syntax } from "./syntax.js";
import { uncheckedServers } from "./unchecked-servers.js";
import { unknownBackend } from "./unknown-backend.js";
import { unreachableRoute } from "./unreachable-route.js";
import { unusedBackend } from "./unused-backend.js";

/** The rules that need nothing but the text of haproxy.cfg. */
export const cfgRules: readonly CfgRule[] = [
  syntax,
  unknownBackend,
  duplicateAddress,
  uncheckedServers,
  frontendMaxconn,
  setTwice,
  unreachableRoute,
  openStatistics,
  unusedBackend,
];
