import { randomOf } from "./random-fleet.js";

/** A tier that every rule accepts. */
const SOUND = {
  mmconf: 1,
  proxies: { "proxy[1-2]": { memory: "4GiB", nofile: 16_384 } },
  app_servers: { "app[1-3]": { memory: "4GiB", base_memory: "700MiB", reserve_memory: "64MiB" } },
  backups: { "backup[1-2]": { memory: "4GiB", base_memory: "700MiB", reserve_memory: "64MiB" } },
  haproxy: {
    version: "2.6",
    global: { user: "haproxy", group: "haproxy", maxconn: 4000, "hard-stop-after": "90s" },
    defaults: {
      mode: "http",
      retries: 3,
      option: { redispatch: true },
      timeout: { connect: "5s", client: "50s", server: "50s", queue: "30s", "http-request": "10s" },
    },
    listeners: {
      web: {
        bind: "0.0.0.0:80",
        slots: "mirrorlist",
        balance: "leastconn",
        option: { httpchk: "GET /app", allbackups: true },
        server: { port: 80, check: true, inter: "5s", rise: 2, fall: 3, maxconn: 20 },
      },
    },
  },
  mirrorlist: {
    wsgi: {
      processes: 45,
      threads: 1,
      "display-name": "mirrorlist",
      "maximum-requests": 1000,
      "request-timeout": "45s",
      memory_per_process: "25MiB",
    },
    server: { request_queue_size: 128, max_children: 45, reap_children: true, memory_per_child: "8MiB" },
    site: {
      script: "/srv/app.wsgi",
      urls: ["/app"],
      "process-group": "mirrorlist",
      "application-group": "%{GLOBAL}",
    },
  },
  apache: { mpm: "event", MaxRequestWorkers: 400, ListenBackLog: 511 },
  kernel: { "net.core.somaxconn": 4096 },
  storms: { spike: { requests: 400, over: "60s", service_time: { mean: "1s" }, patience: "120s" } },
};

const WEB = "haproxy.listeners.web";
const APP2 = "app_servers.app2";

/** What is wrong with a flawed one, as `--set` writes it; of each line one. */
const FLAWS: readonly (readonly string[])[] = [
  ["app_servers.app[1-3].memory=1GiB", `${APP2}.memory=2GiB`, "backups.backup1.memory=1GiB"],
  ["kernel.net.core.somaxconn=128", `${APP2}.kernel.net.core.somaxconn=100`, "kernel=null"],
  ["haproxy.defaults.timeout.client=null", "haproxy.defaults.timeout.server=null"],
  ["haproxy.defaults.timeout.queue=null", `${WEB}.timeout.queue=2s`, "haproxy.defaults.timeout.queue=3m"],
  ["haproxy.defaults.timeout.connect=20s", `${WEB}.timeout.server=5s`, `${WEB}.timeout.check=20s`],
  ["haproxy.defaults.timeout.http-request=null"],
  [`${WEB}.server.check=null`, `${WEB}.option.httpchk=null`, `${WEB}.option.httpchk=GET /static`],
  [`${WEB}.server.inter=40s`, `${WEB}.server.fall=20`, `${WEB}.server.inter=300ms`, `${WEB}.server.rise=30`],
  [`${WEB}.server.fastinter=10s`, `${WEB}.server.slowstart=60s`, `${WEB}.server.slowstart=2s`],
  ["haproxy.version=2.0", "haproxy.version=1.8", "haproxy.version=3.2", "haproxy.version=2.8"],
  ["haproxy.global.nbproc=2", "haproxy.global.nbthread=4", `${WEB}.balance=random`],
  [`${WEB}.balance=source`, `${WEB}.balance=first`, `${WEB}.balance=uri`, `${WEB}.balance=null`],
  [`${WEB}.balance=hdr(X-Key)`, `${WEB}.balance=roundrobin`, `${WEB}.balance=static-rr`],
  [`${WEB}.server.maxqueue=1000`, `${WEB}.server.minconn=30`, `${WEB}.fullconn=5000`],
  [`${WEB}.server.minconn=5`],
  [`${WEB}.server.maxconn=50`, `${WEB}.server.maxconn=null`, `${WEB}.servers.app1.maxconn=0`],
  [`proxies.proxy1.${WEB}.server.maxconn=60`, `${WEB}.servers.app1.weight=0`],
  ["haproxy.global.maxconn=100", "haproxy.global.maxconn=20000", "haproxy.global.maxconn=200000"],
  ["proxies.proxy[1-2].nofile=1000", "haproxy.global.ulimit-n=1000", `${WEB}.maxconn=9000`],
  ["haproxy.global.hard-stop-after=null", "haproxy.global.hard-stop-after=10s", "haproxy.global.user=null"],
  ["haproxy.defaults.option.redispatch=null", "haproxy.defaults.retries=0"],
  [`${WEB}.option.allbackups=null`, "haproxy.defaults.option.httplog=true", `${WEB}.mode=tcp`],
  ["mirrorlist.wsgi.processes=10", "mirrorlist.wsgi.processes=1", `${APP2}.mirrorlist.wsgi.processes=20`],
  ["mirrorlist.wsgi.threads=5", "mirrorlist.wsgi.maximum-requests=20", "mirrorlist.wsgi.listen-backlog=5"],
  ["mirrorlist.wsgi.request-timeout=2s", "mirrorlist.wsgi.request-timeout=null"],
  ["mirrorlist.wsgi.socket-timeout=10s", "mirrorlist.wsgi.queue-timeout=90s", "apache.Timeout=20s"],
  ["mirrorlist.wsgi.inactivity-timeout=60s", "mirrorlist.wsgi.graceful-timeout=1s"],
  ["mirrorlist.wsgi.display-name=null", "mirrorlist.site.process-group=null"],
  ["mirrorlist.site.application-group=null", 'mirrorlist.site.urls=["/app", "/other"]'],
  ["mirrorlist.server.max_children=5", "mirrorlist.server.reap_children=false"],
  ["mirrorlist.server.request_queue_size=5", "mirrorlist.server.request_queue_size_set_on=instance"],
  ["apache.ServerLimit=2", "apache.ThreadsPerChild=100", "apache.MaxRequestWorkers=30"],
  ["apache.MaxRequestWorkers=410", "apache.mpm=prefork", "apache.mpm=null"],
  ["kernel.vm.overcommit_memory=2", "kernel.vm.overcommit_ratio=20", "kernel.fs.nr_open=5000"],
  ["kernel.fs.file-max=1000", "kernel.net.ipv4.tcp_max_syn_backlog=64"],
  ["storms.spike.requests=4000", "storms.spike.over=10s", "storms.spike.service_time.mean=4s"],
  ["storms.spike.patience=8s", "storms.spike.every=30s", "storms.spike.every=90s"],
  ["proxies.proxy1.traffic=80%", "proxies.proxy1.traffic=100%"],
  [
    'haproxy.listeners.other={ bind: ":81", server: { port: 81, check: true } }',
    'haproxy.listeners.other={ bind: ":81", slots: mirrorlist, server: { port: 80, maxconn: 10 } }',
  ],
];

export interface Flawed {
  readonly text: string;
  /** What is wrong with it. */
  readonly sets: readonly string[];
}

/** The sound tier with one to five flaws. */
export const flawedInventory = (seed: number): Flawed => {
  const random = randomOf(seed + 2 ** 30);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const left = [...FLAWS];
  const count = 1 + Math.floor(random() * 5);
  const sets = Array.from({ length: count }, () =>
    pick(left.splice(Math.floor(random() * left.length), 1)[0] ?? []),
  );
  return { text: JSON.stringify(SOUND), sets };
};
