/** Parameters of a server line that stand alone, of all versions (srv_kw_list in the sources); others have a value. */
const FLAGS: ReadonlySet<string> = new Set([
  "agent-check",
  "allow-0rtt",
  "backup",
  "check",
  "check-reuse-pool",
  "check-send-proxy",
  "check-sni-auto",
  "check-ssl",
  "check-via-socks4",
  "disabled",
  "enabled",
  "force-sslv3",
  "force-tlsv10",
  "force-tlsv11",
  "force-tlsv12",
  "force-tlsv13",
  "non-stick",
  "renegotiate",
  "send-proxy",
  "send-proxy-v2",
  "send-proxy-v2-ssl",
  "send-proxy-v2-ssl-cn",
  "sni-auto",
  "ssl",
  "ssl-reuse",
  "stick",
  "strict-maxconn",
  "tfo",
  "tls-tickets",
]);

/** Where the value of the parameter at `at` ends. */
export const valueEnd = (words: readonly { readonly text: string }[], at: number): number => {
  const name = words[at]?.text ?? "";
  if (FLAGS.has(name) || name.startsWith("no-")) return at + 1;
  let end = at + 2;
  // `source ADDRESS` takes these behind it, in any order.
  if (name === "source") while (words[end]?.text === "usesrc" || words[end]?.text === "interface") end += 2;
  return end;
};
