import type { Proxy } from "../../haproxy/cfg/proxies.js";
import { isBack } from "../../haproxy/cfg/proxies.js";
import type { ServerLine } from "../../haproxy/cfg/servers.js";
import { parametersOf, serversOf } from "../../haproxy/cfg/servers.js";
import { isLiteral } from "../../haproxy/cfg/word.js";
import { uncheckedServers as ofFleets } from "../haproxy/unchecked-servers.js";
import type { CfgFault } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const uncheckedServers = defineCfgRule(ofFleets, ({ proxies }) =>
  proxies.filter(isBack).flatMap(judge),
);

/** A backup without a check is one on purpose now and then: a page that says sorry. */
const judge = (proxy: Proxy): CfgFault[] => {
  const active = serversOf(proxy).filter(
    (server) => !has(proxy, server, "backup") && !has(proxy, server, "disabled"),
  );
  const checked = active.filter((server) => isChecked(proxy, server));
  const unsure = active.some(({ setting }) => setting.line.sometimes || !setting.words.every(isLiteral));
  const unchecked = active.filter((server) => !checked.includes(server));
  const [first] = unchecked;
  if (first === undefined || checked.length === 0 || unsure) return [];
  const where = proxy.name?.text ?? "";
  return [
    {
      subject: where,
      at: originAt(first.setting.line, first.name),
      message: `${unchecked.map(({ name }) => name.text).join(", ")} of ${where} ${unchecked.length === 1 ? "is" : "are"} not checked, and ${checked.length} ${checked.length === 1 ? "other is" : "others are"}: a dead one keeps its share`,
      why: "a server without check counts as UP, dead or not: its share of the requests waits and fails, and backups never serve",
      fix: `check on ${unchecked.length === 1 ? "its line" : "their lines"}`,
      figures: { unchecked: unchecked.length, servers: active.length },
    },
  ];
};

const has = (proxy: Proxy, server: ServerLine, name: string): boolean =>
  parametersOf(proxy, server).some((parameter) => parameter.name.text === name);

const isChecked = (proxy: Proxy, server: ServerLine): boolean => {
  const last = parametersOf(proxy, server).findLast(({ name }) => /^(?:no-)?check$/.test(name.text));
  return last?.name.text === "check" || has(proxy, server, "track") || has(proxy, server, "agent-check");
};
