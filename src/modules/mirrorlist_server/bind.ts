import type { Behind } from "../../fleet/runtime.js";
import { maxChildren, requestQueueSize } from "./limits.js";
import type { Served } from "./section.js";
import { SERVER } from "./section.js";

/** Each busy slot asks for a forked child; with SIGCHLD ignored the server waits at the limit until all have ended. */
export const bindServer = (service: Served): Behind => {
  const { server } = service;
  const queue = requestQueueSize(service);
  return {
    name: "mirrorlist_server",
    units: "children",
    one: "child",
    most: maxChildren(service),
    path: [SERVER, "max_children"],
    resumes: server.reap_children ? "one ended" : "all ended",
    listen: {
      what: "mirrorlist_server (request_queue_size)",
      family: "unix",
      backlog: queue.value,
      at: queue.origin,
      set: queue.because === "set",
    },
    memory: { each: server.memory_per_child, lacks: "server memory_per_child" },
  };
};
