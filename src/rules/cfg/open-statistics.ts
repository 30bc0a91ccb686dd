import type { Proxy } from "../../haproxy/cfg/proxies.js";
import { allInForce, inForce, isFront } from "../../haproxy/cfg/proxies.js";
import type { BindLine } from "../../haproxy/cfg/servers.js";
import { bindsOf } from "../../haproxy/cfg/servers.js";
import { isLiteral } from "../../haproxy/cfg/word.js";
import type { CfgFault } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const openStatistics = defineCfgRule(
  {
    slug: "haproxy/open-statistics",
    severity: "warning",
    title: "Statistics that others can reach ask for a password.",
    why: "The page names every backend, server and address, and with stats admin it switches them off. Whoever reaches the port reads it.",
    how: "Sections with stats lines, without stats auth and without a line that refuses requests or connections, that bind an address beyond loopback and ask for no client certificate.",
    fix: "stats auth USER:PASSWORD, or bind it to 127.0.0.1.",
    source: ["HAProxy configuration manual 4.2 stats auth", "test/daemons/facts/checked-cfg.test.ts"],
  },
  ({ proxies }) => proxies.filter(isFront).flatMap(judge),
);

const LOOPBACK = /^(?:127\.|localhost$|::1$|\[::1\]$)/;
const REFUSES = /^(?:http-request|tcp-request|block|use_backend|filter|force-persist)$/;

const judge = (proxy: Proxy): CfgFault[] => {
  const stats = allInForce(proxy, "stats").map(({ setting }) => setting);
  const shown = stats.find(({ words: [word] }) =>
    /^(?:enable|uri|realm|admin|refresh)$/.test(word?.text ?? ""),
  );
  const guarded = stats.some(
    ({ words: [word], line }) => /^(?:auth|http-request|scope)$/.test(word?.text ?? "") || line.sometimes,
  );
  const refuses = [proxy, ...(proxy.defaults ? [proxy.defaults] : [])].some(({ settings }) =>
    settings.some(({ name }) => REFUSES.test(name)),
  );
  const http = inForce(proxy, "mode")?.setting.value === "http";
  const open = bindsOf(proxy).find(isOpen);
  if (shown === undefined || guarded || refuses || !http || open === undefined) return [];
  const name = proxy.name?.text ?? "";
  return [
    {
      subject: name,
      at: originAt(shown.line, shown.line.words[0]),
      message: `${name} shows its statistics on ${open.word.text} to whoever asks`,
      why: "there is no stats auth, and nothing in the section refuses a request",
      fix: "stats auth USER:PASSWORD, or bind it to 127.0.0.1",
      figures: { bind: open.word.text },
    },
  ];
};

const isOpen = ({ addresses, word, parameters, setting }: BindLine): boolean =>
  isLiteral(word) &&
  !setting.line.sometimes &&
  !parameters.some(
    ({ text }) =>
      text === "verify" || text === "interface" || text === "accept-proxy" || text === "namespace",
  ) &&
  addresses.some(({ host, port }) => port !== undefined && !LOOPBACK.test(host));
