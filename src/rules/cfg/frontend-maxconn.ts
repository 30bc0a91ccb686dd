import { inForce, isFront } from "../../haproxy/cfg/proxies.js";
import type { Setting } from "../../haproxy/cfg/setting.js";
import { settingsOf } from "../../haproxy/cfg/setting.js";
import { frontendMaxconn as ofFleets } from "../haproxy/frontend-maxconn.js";
import type { Cfg } from "./define.js";
import { defineCfgRule, originAt } from "./define.js";

export const frontendMaxconn = defineCfgRule(ofFleets, (cfg) => {
  const most = globalMaxconn(cfg);
  if (most === undefined) return [];
  const names = new Map<Setting, string[]>();
  for (const proxy of cfg.proxies.filter(isFront)) {
    const setting = inForce(proxy, "maxconn")?.setting;
    if (setting === undefined || setting.line.sometimes || !(Number(setting.value) > most)) continue;
    names.set(setting, [...(names.get(setting) ?? []), proxy.name?.text ?? ""]);
  }
  return [...names].map(([{ line, words, value }, [first = "", ...others]]) => ({
    subject: first,
    at: originAt(line, words[0]),
    message: `${first}${others.length > 0 ? ` and ${others.length} more` : ""} would take ${value} connections; the process takes ${most} in all`,
    why: `maxconn ${value} > global maxconn ${most}: it is never reached, and who comes beyond ${most} waits in the kernel's backlog, which no log and no statistics show`,
    fix: `maxconn ${most} fits; or raise the global maxconn to ${value}`,
    figures: { maxconn: Number(value), global_maxconn: most },
  }));
});

/** HAProxy keeps the first of several; where conditions decide, it is not known. */
const globalMaxconn = ({ configuration }: Cfg): number | undefined => {
  const all = configuration.sections
    .filter(({ kind }) => kind === "global")
    .flatMap((section) => (section.head.sometimes ? [] : settingsOf(section)))
    .filter(({ name }) => name === "maxconn");
  const [only, ...more] = all;
  return more.length > 0 || only?.line.sometimes || typeof only?.value !== "number" ? undefined : only.value;
};
