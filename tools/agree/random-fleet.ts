/** A source of random numbers that gives the same ones for the same seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** An inventory of 1 to 5 app servers behind 1 to 4 proxies, with one storm: any load from idle to hopeless. */
export const randomInventory = (seed: number): Record<string, unknown> => {
  const random = randomOf(seed);
  const chance = (share: number): boolean => random() < share;
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  const between = (least: number, most: number): number => least * (most / least) ** random();
  const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const seconds = (value: number): string => `${Math.max(Math.round(value), 1)}s`;
  const ms = (value: number): string => `${Math.max(Math.round(value), 1)}ms`;

  const servers = whole(1, 5);
  const proxies = whole(1, 4);
  const backups = pick(0, 0, 0, 1, 2);
  const processes = Math.round(between(2, 60));
  const threads = pick(1, 1, 1, 2, 5);
  const slots = processes * threads;
  const bounded = chance(0.7);
  const maxconn = Math.max(1, Math.round((slots / proxies) * between(0.4, 2)));

  const over = between(1000, 120_000);
  const load = between(0.15, 4);
  const requests = Math.round(between(60, 2500));
  // Work over the storm's length, as a multiple of what the slots can do in it.
  const mean = Math.max((load * over * slots * servers) / requests, 5);
  const byClients = Math.min(mean, 20_000);

  const check = pick("slot", "slot", "page", "connection", "none");
  const timeout: Record<string, string> = {
    connect: seconds(between(1, 10)),
    client: seconds(between(20, 120)),
    server: seconds(between(5, 120)),
  };
  if (chance(0.5)) timeout.queue = seconds(between(2, 90));
  if (chance(0.3)) timeout.check = seconds(between(1, 10));
  const server: Record<string, unknown> = { port: 80 };
  if (check !== "none")
    Object.assign(server, {
      check: true,
      inter: seconds(between(1, 10)),
      rise: whole(1, 3),
      fall: whole(1, 4),
    });
  if (bounded) server.maxconn = maxconn;
  const wsgi: Record<string, unknown> = { processes, threads, memory_per_process: "25MiB" };
  if (chance(0.3)) wsgi["maximum-requests"] = pick(50, 200, 1000);
  if (chance(0.1)) wsgi["listen-backlog"] = pick(10, 500);
  const host = { memory: "256GiB", base_memory: "700MiB" };
  const option: Record<string, unknown> = {};
  if (check === "slot") option.httpchk = "GET /app";
  if (check === "page") option.httpchk = "GET /static";
  if (chance(0.7)) option.redispatch = true;
  if (chance(0.5)) option.abortonclose = true;
  if (backups > 1 && chance(0.5)) option.allbackups = true;
  const storm: Record<string, unknown> = {
    requests,
    ...(chance(0.1) ? { arrivals: "spike" } : { over: ms(over) }),
    service_time: {
      mean: ms(byClients),
      ...(chance(0.3) ? { distribution: pick("fixed", "lognormal") } : {}),
    },
    patience: chance(0.2) ? seconds(between(5, 120)) : "1h",
  };
  const second = secondListener(seed, { servers, proxies });
  const other = second === undefined ? secondService(seed, { servers, over, requests }) : undefined;
  const listeners =
    second === undefined ? (other === undefined ? {} : { api: other.listener }) : { admin: second.listener };
  return {
    mmconf: 1,
    proxies: Object.fromEntries(
      Array.from({ length: proxies }, (_, at) => [
        `proxy${at + 1}`,
        {
          memory: "16GiB",
          nofile: 100_000,
          ...(at === 0 && proxies > 1 && chance(0.3) ? { traffic: "60%" } : {}),
          ...(at === 0 && second?.onOneProxy ? { haproxy: { listeners } } : {}),
        },
      ]),
    ),
    app_servers: Object.fromEntries(Array.from({ length: servers }, (_, at) => [`app${at + 1}`, host])),
    ...(backups > 0
      ? { backups: Object.fromEntries(Array.from({ length: backups }, (_, at) => [`backup${at + 1}`, host])) }
      : {}),
    haproxy: {
      version: pick("2.6", "2.6", "2.8", "3.2"),
      global: { maxconn: 20_000, "hard-stop-after": "90s" },
      defaults: { mode: "http", retries: whole(0, 3), timeout, option },
      listeners: {
        web: {
          bind: ":80",
          slots: "mirrorlist",
          balance: pick("roundrobin", "roundrobin", "leastconn", "source"),
          server,
        },
        ...(second?.onOneProxy ? {} : listeners),
      },
    },
    mirrorlist: {
      wsgi,
      ...(chance(0.15)
        ? {
            server: {
              request_queue_size: 300,
              max_children: Math.max(Math.round(slots * between(0.5, 1.5)), 2),
              reap_children: chance(0.5),
              memory_per_child: "8MiB",
            },
          }
        : {}),
      site: { script: "/srv/app.wsgi", urls: ["/app"], "process-group": "mirrorlist" },
    },
    apache: {
      mpm: "event",
      MaxRequestWorkers: pick(400, 400, 1000),
      ...(chance(0.7) ? {} : { ListenBackLog: 100 }),
    },
    kernel: { "net.core.somaxconn": pick(128, 4096) },
    ...(other === undefined ? {} : { services: { api: other.service } }),
    storms: { storm: { ...storm, ...((second?.to ?? other?.to) ? { to: second?.to ?? other?.to } : {}) } },
  };
};

/** Another service on some of the same hosts, with a listener, a part of the storm and a service time of its own. */
const secondService = (
  seed: number,
  { servers, over, requests }: { readonly servers: number; readonly over: number; readonly requests: number },
) => {
  const random = randomOf(seed + 2 ** 30);
  const chance = (share: number): boolean => random() < share;
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  if (!chance(0.4)) return undefined;
  const hosts = whole(1, servers);
  const slots = whole(1, 60);
  const share = whole(5, 95);
  const mean = Math.min((whole(15, 300) * over * slots * hosts) / (requests * share), 20_000);
  const check = chance(0.5)
    ? { check: true, inter: `${whole(1, 10)}s`, rise: whole(1, 3), fall: whole(1, 4) }
    : {};
  return {
    service: { hosts: `app[1-${hosts}]`, port: 8000, slots },
    listener: {
      bind: ":82",
      service: "api",
      balance: (["roundrobin", "leastconn", "source"] as const)[whole(0, 2)],
      timeout: { queue: `${whole(2, 32)}s`, server: `${whole(10, 70)}s` },
      server: { ...check, ...(chance(0.8) ? { maxconn: whole(1, 20) } : {}) },
    },
    to: chance(0.8)
      ? {
          web: `${100 - share}%`,
          api: { share: `${share}%`, service_time: { mean: `${Math.max(Math.round(mean), 1)}ms` } },
        }
      : undefined,
  };
};

/** Another listener to the same app servers, or to some of them, and what of the storm comes to it. */
const secondListener = (
  seed: number,
  { servers, proxies }: { readonly servers: number; readonly proxies: number },
) => {
  const random = randomOf(seed + 2 ** 31);
  const chance = (share: number): boolean => random() < share;
  const whole = (least: number, most: number): number => least + Math.floor(random() * (most - least + 1));
  if (!chance(0.4)) return undefined;
  const share = whole(5, 95);
  const check = chance(0.4)
    ? { check: true, inter: `${whole(1, 10)}s`, rise: whole(1, 3), fall: whole(1, 4) }
    : {};
  const listener = {
    bind: ":81",
    slots: "mirrorlist",
    balance: (["roundrobin", "leastconn", "source"] as const)[whole(0, 2)],
    timeout: { queue: `${whole(2, 32)}s`, server: `${whole(10, 70)}s` },
    server: { port: 80, ...check, ...(chance(0.8) ? { maxconn: whole(1, 20) } : {}) },
    ...(servers > 1 && chance(0.2) ? { hosts: [`app[1-${whole(1, servers - 1)}]`] } : {}),
  };
  const kind = random();
  return {
    listener,
    onOneProxy: proxies > 1 && chance(0.2),
    to:
      kind < 0.55
        ? { web: `${100 - share}%`, admin: `${share}%` }
        : kind < 0.7
          ? "web"
          : kind < 0.8
            ? "admin"
            : undefined,
  };
};
