/**
 * The parameters of server lines behind which one more word belongs, also those that mmconf knows nothing else of: the
 * tables of srv_kw in HAProxy's source from 1.4 to 3.5.
 */
const WITH_A_WORD: ReadonlySet<string> = new Set([
  ...["addr", "agent-addr", "agent-inter", "agent-port", "agent-send", "alpn", "ca-file", "cc", "check-alpn"],
  ...[
    "check-pool-conn-name",
    "check-proto",
    "check-sni",
    "ciphers",
    "ciphersuites",
    "client-sigalgs",
    "cookie",
  ],
  ...["crl-file", "crt", "curves", "downinter", "error-limit", "fall", "fastinter", "guid", "hash-key"],
  ...[
    "healthcheck",
    "id",
    "idle-ping",
    "init-addr",
    "init-state",
    "inter",
    "interface",
    "ktls",
    "log-bufsize",
  ],
  ...["log-proto", "max-reuse", "maxconn", "maxqueue", "minconn", "namespace", "npn", "observe", "on-error"],
  ...[
    "on-marked-down",
    "on-marked-up",
    "pool-conn-name",
    "pool-low-conn",
    "pool-max-conn",
    "pool-purge-delay",
  ],
  ...["port", "proto", "proxy-v2-options", "quic-cc-algo", "redir", "resolve-net", "resolve-opts"],
  ...["resolve-prefer", "resolvers", "rise", "shard", "sigalgs", "slowstart", "sni", "socks4", "source"],
  ...[
    "ssl-max-ver",
    "ssl-min-ver",
    "tcp-md5sig",
    "tcp-ut",
    "track",
    "usesrc",
    "verify",
    "verifyhost",
    "weight",
  ],
  ...["ws"],
]);

/** Whether one more word belongs to a parameter of a server line. */
export const takesWord = (parameter: string): boolean =>
  WITH_A_WORD.has(parameter) || parameter.startsWith("set-proxy-v2-tlv-fmt(");
