import type { Proxy } from "../../haproxy/cfg/proxies.js";
import { isBack } from "../../haproxy/cfg/proxies.js";
import type { ServerLine } from "../../haproxy/cfg/servers.js";
import { parametersOf, serversOf, splitAddress } from "../../haproxy/cfg/servers.js";
import { isLiteral } from "../../haproxy/cfg/word.js";
import { duplicateAddress as ofFleets } from "../hygiene/duplicate-address.js";
import type { CfgFault } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const duplicateAddress = defineCfgRule(ofFleets, ({ proxies }) =>
  proxies.filter(isBack).flatMap(judge),
);

/** Addresses that are the client's, or stand for others. */
const NOBODY = /^(?:|\*|0\.0\.0\.0|::|\[::\])$/;

/** What makes one address two servers: another way there, another name behind it, or one that is switched off. */
const APART = new Set([
  "disabled",
  "sni",
  "socks4",
  "source",
  "namespace",
  "resolvers",
  "redir",
  "verifyhost",
]);

const judge = (proxy: Proxy): CfgFault[] => {
  const owners = new Map<string, ServerLine>();
  return serversOf(proxy).flatMap((server): CfgFault[] => {
    const { address, name, setting } = server;
    const { host } = splitAddress(address.text);
    const apart = parametersOf(proxy, server).some((one) => APART.has(one.name.text));
    if (
      server.kind !== "server" ||
      setting.line.sometimes ||
      !isLiteral(address) ||
      NOBODY.test(host) ||
      apart
    )
      return [];
    const key = address.text.toLowerCase();
    const owner = owners.get(key);
    owners.set(key, owner ?? server);
    if (owner === undefined) return [];
    const where = proxy.name?.text ?? "";
    return [
      {
        subject: `${where}/${name.text}`,
        at: originAt(setting.line, address),
        message: `${name.text} has the address of ${owner.name.text} in ${where}: ${address.text}`,
        why: `both lines lead to one server, line ${owner.setting.line.number} too: it gets the requests of both, each up to its own maxconn, and fails for both`,
        fix: `another address for ${name.text}, or remove one of the two lines`,
        figures: { address: address.text, line: owner.setting.line.number },
      },
    ];
  });
};
