import type { Proxy } from "../../haproxy/cfg/proxies.js";
import { isBack } from "../../haproxy/cfg/proxies.js";
import type { ServerLine } from "../../haproxy/cfg/servers.js";
import { parametersOf, serversOf } from "../../haproxy/cfg/servers.js";
import { isLiteral } from "../../haproxy/cfg/word.js";
import { foldHosts } from "../../text/fold-hosts.js";
import { uncheckedServers as ofFleets } from "../haproxy/unchecked-servers.js";
import type { CfgFault } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const uncheckedServers = defineCfgRule(ofFleets, ({ proxies }) =>
  proxies.filter(isBack).flatMap(judge),
);

/** A backup without a check is one on purpose now and then: a page that says sorry. */
const judge = (proxy: Proxy): CfgFault[] => {
  const active = serversOf(proxy).filter((server) => !has(server, "backup") && !has(server, "disabled"));
  const checked = active.filter((server) => isChecked(server));
  const unsure = active.some(({ setting }) => setting.line.sometimes || !setting.words.every(isLiteral));
  const unchecked = active.filter((server) => !isChecked(server));
  const [first] = unchecked;
  if (first === undefined || checked.length === 0 || unsure) return [];
  const where = proxy.name?.text ?? "";
  return [
    {
      subject: where,
      at: originAt(first.setting.line, first.name),
      message: `${foldHosts(unchecked.map(({ name }) => name.text))} of ${where} ${unchecked.length === 1 ? "is" : "are"} not checked, and ${checked.length} ${checked.length === 1 ? "other is" : "others are"}: a dead one keeps its share`,
      why: "a server without check counts as UP, dead or not, and gets its share of the requests",
      fix: `check on ${unchecked.length === 1 ? "its line" : "their lines"}`,
      figures: { unchecked: unchecked.length, servers: active.length },
    },
  ];
};

const has = (server: ServerLine, name: string): boolean =>
  parametersOf(server).some((parameter) => parameter.name.text === name);

const isChecked = (server: ServerLine): boolean => {
  const last = parametersOf(server).findLast(({ name }) => /^(?:no-)?check$/.test(name.text));
  return last?.name.text === "check" || has(server, "track") || has(server, "agent-check");
};
