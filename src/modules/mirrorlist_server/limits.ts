import type { Effective } from "../../schema/effective.js";
import { originOf } from "../../yaml/node.js";
import type { Served } from "./section.js";
import { SERVER } from "./section.js";

/** socketserver.TCPServer.request_queue_size, as CPython's Lib/socketserver.py sets it. */
const DEFAULT_QUEUE_SIZE = 5;
/** socketserver.ForkingMixIn.max_children, as CPython's Lib/socketserver.py sets it. */
const DEFAULT_MAX_CHILDREN = 40;

/** What mirrorlist_server passes to listen(): set on the instance it comes too late, and the class's 5 applies. */
export const requestQueueSize = ({ server, node }: Served): Effective<number> => {
  const set = server.request_queue_size;
  const origin = originOf(node, SERVER, "request_queue_size");
  if (set === undefined) return { value: DEFAULT_QUEUE_SIZE, because: "socketserver's default", origin };
  if (server.request_queue_size_set_on !== "instance") return { value: set, because: "set", origin };
  return {
    value: DEFAULT_QUEUE_SIZE,
    because: "socketserver's default, as listen() runs before the instance is changed",
    origin,
  };
};

export const maxChildren = ({ server, node }: Served): Effective<number> => ({
  value: server.max_children ?? DEFAULT_MAX_CHILDREN,
  because: server.max_children === undefined ? "socketserver's default" : "set",
  origin: originOf(node, SERVER, "max_children"),
});
