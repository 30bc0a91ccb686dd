import { originOf } from "../yaml/node.js";
import type { Effective } from "./effective.js";
import type { Apache, Kernel, Service } from "./fleet.js";

/** socketserver.TCPServer.request_queue_size, as CPython's Lib/socketserver.py sets it. */
const DEFAULT_QUEUE_SIZE = 5;
/** Linux since 5.4, and before (ip-sysctl, somaxconn; commit 19f92a030ca6). */
export const DEFAULT_SOMAXCONN = 4096;
export const OLD_SOMAXCONN = 128;
/** Apache mpm_common ListenBackLog. */
const DEFAULT_LISTEN_BACKLOG = 511;

export const somaxconn = (kernel: Kernel): Effective<number> => {
  const set = kernel.settings["net.core.somaxconn"];
  return {
    value: set ?? DEFAULT_SOMAXCONN,
    because: set === undefined ? "the default since Linux 5.4" : "set",
    origin: originOf(kernel.node, "net.core.somaxconn"),
  };
};

export const listenBacklog = ({ settings, node }: Apache): Effective<number> => ({
  value: settings.ListenBackLog ?? DEFAULT_LISTEN_BACKLOG,
  because: settings.ListenBackLog === undefined ? "Apache's default" : "set",
  origin: originOf(node, "ListenBackLog"),
});

/** What mirrorlist_server passes to listen(): set on the instance it comes too late, and the class's 5 applies. */
export const requestQueueSize = (service: Service): Effective<number> => {
  const set = service.server?.request_queue_size;
  const origin = originOf(service.node, "server", "request_queue_size");
  if (set === undefined) return { value: DEFAULT_QUEUE_SIZE, because: "socketserver's default", origin };
  if (service.server?.request_queue_size_set_on !== "instance") return { value: set, because: "set", origin };
  return {
    value: DEFAULT_QUEUE_SIZE,
    because: "socketserver's default, as listen() runs before the instance is changed",
    origin,
  };
};
