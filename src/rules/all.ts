import { appSlots } from "./capacity/app-slots.js";
import { backlog } from "./capacity/backlog.js";
import { failoverToBackups } from "./capacity/failover-to-backups.js";
import { fileDescriptors } from "./capacity/file-descriptors.js";
import { frontendSum } from "./capacity/frontend-sum.js";
import { keyPinning } from "./capacity/key-pinning.js";
import { memory } from "./capacity/memory.js";
import { oneServerDown } from "./capacity/one-server-down.js";
import { proxyMemory } from "./capacity/proxy-memory.js";
import { queueRoom } from "./capacity/queue-room.js";
import { reloadOverlap } from "./capacity/reload-overlap.js";
import { serverRoom } from "./capacity/server-room.js";
import { stormThroughput } from "./capacity/storm-throughput.js";
import { trafficShare } from "./capacity/traffic-share.js";
import { unboundedLine } from "./capacity/unbounded-line.js";
import type { Rule } from "./define.js";
import { abortonclose } from "./haproxy/abortonclose.js";
import { allbackups } from "./haproxy/allbackups.js";
import { balanceFirst } from "./haproxy/balance-first.js";
import { balanceHeaderCheck } from "./haproxy/balance-header.js";
import { balanceUri } from "./haproxy/balance-uri.js";
import { checkHostHeader } from "./haproxy/check-host-header.js";
import { checkPath } from "./haproxy/check-path.js";
import { checkTimeout } from "./haproxy/check-timeout.js";
import { checkWithoutHttpchk } from "./haproxy/check-without-httpchk.js";
import { defaultBalance } from "./haproxy/default-balance.js";
import { dialect } from "./haproxy/dialect.js";
import { duplicateBind } from "./haproxy/duplicate-bind.js";
import { frontendMaxconn } from "./haproxy/frontend-maxconn.js";
import { fullconnCheck } from "./haproxy/fullconn.js";
import { hardStopAfter } from "./haproxy/hard-stop-after.js";
import { httpInTcpMode } from "./haproxy/http-in-tcp-mode.js";
import { httplogWithoutLog } from "./haproxy/httplog-without-log.js";
import { maxqueue } from "./haproxy/maxqueue.js";
import { minconnOverMaxconn } from "./haproxy/minconn-over-maxconn.js";
import { nbproc } from "./haproxy/nbproc.js";
import { queueAtFailover } from "./haproxy/queue-at-failover.js";
import { queueTimeoutCheck } from "./haproxy/queue-timeout.js";
import { redispatch } from "./haproxy/redispatch.js";
import { slowstart } from "./haproxy/slowstart.js";
import { startAsRoot } from "./haproxy/start-as-root.js";
import { uncheckedServers } from "./haproxy/unchecked-servers.js";
import { zeroWeight } from "./haproxy/zero-weight.js";
import { duplicateAddress } from "./hygiene/duplicate-address.js";
import { idleProxy } from "./hygiene/idle-proxy.js";
import { listenerWithoutServers } from "./hygiene/listener-without-servers.js";
import { noActiveServer } from "./hygiene/no-active-server.js";
import { rawSetting } from "./hygiene/raw-setting.js";
import { singleActiveServer } from "./hygiene/single-active-server.js";
import { slotsUnclaimed } from "./hygiene/slots-unclaimed.js";
import { stormAddress } from "./hygiene/storm-address.js";
import { stormOverlap } from "./hygiene/storm-overlap.js";
import { unusedAppServer } from "./hygiene/unused-app-server.js";
import { unusedBackend } from "./hygiene/unused-backend.js";
import { checkLoad } from "./time/check-load.js";
import { checkTimeoutOverInter } from "./time/check-timeout-over-inter.js";
import { connectAsQueue } from "./time/connect-as-queue.js";
import { detection } from "./time/detection.js";
import { fastinter } from "./time/fastinter.js";
import { httpRequestTimeout } from "./time/http-request-timeout.js";
import { hungShare } from "./time/hung-share.js";
import { longestWaitCheck } from "./time/longest-wait.js";
import { patienceCheck } from "./time/patience.js";
import { recovery } from "./time/recovery.js";
import { serviceTime } from "./time/service-time.js";
import { unsetTimeouts } from "./time/unset-timeouts.js";

/** The rules that span tiers; those of one target stand with it. */
export const spanningRules: readonly Rule[] = [
  appSlots,
  backlog,
  failoverToBackups,
  fileDescriptors,
  frontendSum,
  keyPinning,
  memory,
  oneServerDown,
  proxyMemory,
  queueRoom,
  reloadOverlap,
  serverRoom,
  stormThroughput,
  trafficShare,
  unboundedLine,
  abortonclose,
  allbackups,
  balanceFirst,
  balanceHeaderCheck,
  balanceUri,
  checkHostHeader,
  checkPath,
  checkTimeout,
  checkWithoutHttpchk,
  defaultBalance,
  dialect,
  duplicateBind,
  frontendMaxconn,
  fullconnCheck,
  hardStopAfter,
  httpInTcpMode,
  httplogWithoutLog,
  maxqueue,
  minconnOverMaxconn,
  nbproc,
  queueAtFailover,
  queueTimeoutCheck,
  redispatch,
  slowstart,
  startAsRoot,
  uncheckedServers,
  zeroWeight,
  duplicateAddress,
  idleProxy,
  stormAddress,
  listenerWithoutServers,
  noActiveServer,
  rawSetting,
  singleActiveServer,
  slotsUnclaimed,
  stormOverlap,
  unusedAppServer,
  unusedBackend,
  checkLoad,
  checkTimeoutOverInter,
  connectAsQueue,
  detection,
  fastinter,
  httpRequestTimeout,
  hungShare,
  longestWaitCheck,
  patienceCheck,
  recovery,
  serviceTime,
  unsetTimeouts,
];
