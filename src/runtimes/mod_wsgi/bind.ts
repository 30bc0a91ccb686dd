import { listenBacklog, workerPool, workers } from "../../apache/workers.js";
import type { Host } from "../../fleet/host.js";
import type { BoundRuntime, Stage } from "../../fleet/runtime.js";
import { counted } from "../../text/counted.js";
import { originOf } from "../../yaml/node.js";
import {
  daemonConnectTimeout,
  gracefulTimeout,
  replacementGap,
  socketTimeout,
  wsgiBacklog,
} from "./limits.js";
import { MAX_PROCESSES } from "./options.js";
import type { Wsgi } from "./section.js";
import { apacheOf, WSGI } from "./section.js";

export const bindWsgi = (service: Wsgi): BoundRuntime => {
  const { wsgi, site, node } = service;
  const { processes, threads } = wsgi;
  return {
    name: "mod_wsgi",
    units: {
      setting: "processes",
      one: "process",
      count: processes,
      most: MAX_PROCESSES,
      slots: threads,
      at: originOf(node, WSGI, "processes"),
      path: [WSGI, "processes"],
      memory: { each: wsgi.memory_per_process, lacks: "wsgi memory_per_process" },
    },
    sum: `${counted(processes, "process", "processes")} x ${threads} ${threads === 1 ? "thread" : "threads"}`,
    stages: (host) => [apacheStage(host), daemonStage(service)],
    endings: (host) => {
      const wait = wsgi["queue-timeout"];
      const origin = originOf(node, WSGI, "queue-timeout");
      return [
        ...(wait
          ? [
              {
                setting: "queue-timeout",
                path: [WSGI, "queue-timeout"],
                after: { value: wait, because: "set", origin },
                measures: "wait" as const,
              },
            ]
          : []),
        {
          setting: "socket-timeout",
          path: [WSGI, "socket-timeout"],
          after: socketTimeout(host, service),
          measures: "answer",
        },
      ];
    },
    replacement: (host) => {
      const requests = wsgi["maximum-requests"];
      return requests
        ? { requests, graceful: gracefulTimeout(service).value, gap: replacementGap(host, service) }
        : undefined;
    },
    urls:
      site === undefined
        ? { lacks: "site with the urls of the service" }
        : { slots: site.urls, pages: site.alias === undefined ? [] : [site.alias.url] },
  };
};

/** A request holds one of Apache's workers from the moment it is accepted. */
const apacheStage = (host: Host): Stage => {
  const apache = apacheOf(host);
  const queue = listenBacklog(apache);
  const { mpm } = workerPool(apache);
  return {
    pool: "apache",
    workers: "Apache workers",
    size: workers(apache),
    listen: {
      what: "Apache (ListenBackLog)",
      keys: ["apache", "ListenBackLog"],
      family: "tcp",
      backlog: queue.value,
      at: queue.origin,
      set: queue.because === "set",
    },
    full: "retransmit",
    idle:
      mpm === "event"
        ? undefined
        : { server: "Apache", holds: `worker of ${mpm}`, timeout: "KeepAliveTimeout" },
  };
};

/** One backlog for all daemon processes, and a slot for each of their threads. */
const daemonStage = (service: Wsgi): Stage => {
  const { processes, threads } = service.wsgi;
  const queue = wsgiBacklog(service);
  return {
    pool: service.name,
    workers: "daemon processes",
    size: {
      value: processes * threads,
      because: "set",
      origin: originOf(service.node, WSGI, "processes"),
    },
    listen: {
      what: "the daemon processes (listen-backlog)",
      keys: [service.name, WSGI, "listen-backlog"],
      family: "unix",
      backlog: queue.value,
      at: queue.origin,
      set: queue.because === "set",
    },
    full: { answers: 503, after: daemonConnectTimeout(service) },
    idle: undefined,
  };
};
