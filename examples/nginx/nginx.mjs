// A module of a project's own: its section of the inventory, its file, and its check.
import { defineModule, defineRule, fault, originOf, pass, roleArtefacts, token } from "mmconf";
import { z } from "zod";

const seconds = z
  .string()
  .regex(/^\d+s$/, "is not a number of seconds such as 60s")
  .describe("A time as nginx writes it.");

const edge = z.strictObject({
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]+$/))
    .min(1)
    .describe("The hosts that run nginx."),
  worker_processes: z.int().min(1),
  worker_connections: z.int().min(1),
  proxy_read_timeout: seconds,
  listener: z.string().describe("The HAProxy listener that requests are passed to."),
});

const TARGET = "/etc/nginx/nginx.conf";

const listenerOf = (fleet) =>
  fleet.proxies[0]?.haproxy.listeners.find((listener) => listener.name === fleet.extra.nginx.listener);

/** nginx waits as long as HAProxy may: queue, connections and answer. */
const readTimeout = defineRule({
  slug: "nginx/read-timeout",
  severity: "error",
  title: "nginx waits for an answer at least as long as HAProxy may take to give one.",
  why: "nginx answers 504 and drops the request, which HAProxy and the app server go on working for.",
  how: "proxy_read_timeout compared with timeout queue + timeout server of the listener.",
  fix: "Raise proxy_read_timeout.",
  source: [
    "nginx, ngx_http_proxy_module, proxy_read_timeout",
    "HAProxy configuration manual 4.2 timeout queue",
  ],
  run: (fleet) => {
    const listener = fleet.extra.nginx && listenerOf(fleet);
    if (!listener) return [];
    const { queue = listener.settings.timeout.connect, server } = listener.settings.timeout;
    if (queue === undefined || server === undefined) return [];
    const patience = Number(fleet.extra.nginx.proxy_read_timeout.replace("s", "")) * 1000;
    if (patience >= queue + server) return [pass];
    return [
      fault({
        subject: "nginx",
        message: `nginx gives up after ${patience / 1000} s; HAProxy may take ${(queue + server) / 1000} s`,
        why: `timeout queue ${queue / 1000} s + timeout server ${server / 1000} s > proxy_read_timeout ${patience / 1000} s`,
        fix: `proxy_read_timeout ${Math.ceil((queue + server) / 1000)}s fits`,
        at: originOf(fleet.node, "nginx", "proxy_read_timeout"),
        figures: { proxy_read_timeout_ms: patience, wait_ms: queue + server },
      }),
    ];
  },
});

export const nginx = defineModule({
  name: "nginx",
  schema: edge,
  rules: [readTimeout],
  artefacts: (fleet, fill) => {
    const settings = fleet.extra.nginx;
    if (!settings) return [];
    const show = (key) => token(settings[key], originOf(fleet.node, "nginx", key));
    const port = listenerOf(fleet)?.settings.bind[0].split(":").at(-1);
    const content = fill("nginx/nginx.conf", {
      worker_processes: show("worker_processes"),
      worker_connections: show("worker_connections"),
      proxy_read_timeout: show("proxy_read_timeout"),
      proxies: fleet.proxies.map((proxy) => token(`${proxy.name}:${port}`, proxy.node.origin)),
    });
    const common = {
      path: "modules/nginx/files/nginx.conf",
      target: TARGET,
      owner: "root:root",
      mode: "0644",
      verify: ["nginx", "-t", "-c", TARGET],
      reload: ["systemctl", "reload", "nginx"],
    };
    return roleArtefacts(
      common,
      settings.hosts.map((host) => ({ host, content, differs: false })),
    );
  },
});
