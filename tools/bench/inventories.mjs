// Inventories of 10 proxies and as many app servers as asked for, in each of the ways that one can be written.

/** The ways, and the file that is rendered; `extends` splits the same fleet over two files. */
export const FORMS = ["range", "yaml", "json", "extends"];

const PROXIES = 10;
const HOST = { memory: "4GiB", base_memory: "700MiB", reserve_memory: "64MiB" };

const hostName = (n) => `app${String(n).padStart(6, "0")}`;

const hosts = (from, to) =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, index) => [hostName(from + index), HOST]));

/** All but the app servers; every rule at level error holds. */
const settings = (size) => ({
  mmconf: 1,
  description: `${PROXIES} proxies before ${size} app servers`,
  proxies: { [`proxy[01-${PROXIES}]`]: { memory: "64GiB", nofile: 1048576 } },
  haproxy: {
    version: "2.6",
    global: { user: "haproxy", group: "haproxy", daemon: true, maxconn: 40000, "hard-stop-after": "120s" },
    defaults: {
      mode: "http",
      retries: 3,
      option: { httplog: true, dontlognull: true, redispatch: true },
      timeout: { connect: "5s", client: "50s", server: "50s", "http-request": "10s", queue: "60s" },
    },
    listeners: {
      "mirror-lists": {
        bind: "0.0.0.0:10002",
        slots: "mirrorlist",
        balance: "roundrobin",
        option: { httpchk: "GET /mirrorlist", abortonclose: true },
        server: { port: 80, check: true, inter: "5s", rise: 2, fall: 3, maxconn: 9 },
      },
    },
  },
  mirrorlist: {
    wsgi: {
      user: "apache",
      processes: 100,
      threads: 1,
      "display-name": "mirrorlist",
      "maximum-requests": 1000,
      "request-timeout": "45s",
      memory_per_process: "25MiB",
    },
    server: {
      request_queue_size: 128,
      request_queue_size_set_on: "class",
      reap_children: true,
      max_children: 100,
      memory_per_child: "8MiB",
    },
    site: {
      "process-group": "mirrorlist",
      "application-group": "%{GLOBAL}",
      script: "/usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi",
      urls: ["/metalink", "/mirrorlist"],
    },
  },
  apache: { mpm: "event", MaxRequestWorkers: 400, ListenBackLog: 128 },
  kernel: { "net.core.somaxconn": 128 },
  storms: {
    peak: {
      requests: 5000,
      over: "30s",
      every: "10min",
      service_time: { mean: "1s", distribution: "exponential" },
    },
  },
});

/** Block YAML, a host a line; every value that could be taken for something else is quoted. */
const toYaml = (value, depth = 0) =>
  Object.entries(value)
    .map(([key, child]) => {
      const head = `${"  ".repeat(depth)}${yamlScalar(key)}:`;
      if (child === HOST) return `${head} { ${inline(child)} }\n`;
      if (Array.isArray(child)) return `${head} [${child.map(yamlScalar).join(", ")}]\n`;
      if (typeof child === "object") return `${head}\n${toYaml(child, depth + 1)}`;
      return `${head} ${yamlScalar(child)}\n`;
    })
    .join("");

const inline = (host) =>
  Object.entries(host)
    .map(([key, value]) => `${key}: ${value}`)
    .join(", ");

const yamlScalar = (value) =>
  typeof value === "string" && !/^[a-z][\w/-]*$/i.test(value) ? JSON.stringify(value) : String(value);

/** The text of the inventory `name`, and of those that it extends, by file name. */
export const inventoryFiles = (name, size, form, maxconn = 9) => {
  const fleet = settings(size);
  fleet.haproxy.listeners["mirror-lists"].server.maxconn = maxconn;
  const range = { [`app[000001-${hostName(size).slice(3)}]`]: HOST };
  const json = (tree) => `${JSON.stringify(tree, undefined, 1)}\n`;
  switch (form) {
    case "range":
      return { [`${name}.yaml`]: toYaml({ ...fleet, app_servers: range }) };
    case "range-json":
      return { [`${name}.json`]: json({ ...fleet, app_servers: range }) };
    case "yaml":
      return { [`${name}.yaml`]: toYaml({ ...fleet, app_servers: hosts(1, size) }) };
    case "json":
      return { [`${name}.json`]: json({ ...fleet, app_servers: hosts(1, size) }) };
    default: {
      const half = size >> 1;
      return {
        [`${name}-base.yaml`]: toYaml({ ...fleet, app_servers: hosts(1, half) }),
        [`${name}.yaml`]: toYaml({
          mmconf: 1,
          extends: `${name}-base.yaml`,
          app_servers: hosts(half + 1, size),
        }),
      };
    }
  }
};
