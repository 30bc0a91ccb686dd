import { readConfiguration } from "../../src/haproxy/cfg/configuration.js";
import { printLines } from "../../src/haproxy/cfg/line.js";
import { readProxies } from "../../src/haproxy/cfg/proxies.js";
import { parametersOf, serversOf } from "../../src/haproxy/cfg/servers.js";
import { checkCfg } from "../../src/rules/cfg/check.js";

const lines = (backend: number): string =>
  Array.from(
    { length: 100 },
    (_, n) =>
      `  server app${n} 10.${backend >> 8}.${backend & 255}.${n}:80 check rise 2 fall 3 maxconn 25 # slots\n`,
  ).join("");

/** A haproxy.cfg of so many server lines, a hundred to each backend. */
export const cfgOf = (servers: number): string =>
  [
    "global\n  maxconn 20000\ndefaults\n  mode http\n",
    ...Array.from({ length: servers / 100 }, (_, n) => `backend b${n}\n  balance leastconn\n${lines(n)}`),
  ].join("");

/** Milliseconds that each step takes. */
export const readOnce = (text: string): readonly number[] => {
  const times = [performance.now()];
  const configuration = readConfiguration([{ name: "haproxy.cfg", text }], { major: 3, minor: 2 });
  times.push(performance.now());
  const proxies = readProxies(configuration);
  for (const proxy of proxies) for (const server of serversOf(proxy)) parametersOf(server);
  times.push(performance.now());
  const printed = printLines(configuration.files[0]?.lines ?? []);
  times.push(performance.now());
  checkCfg(configuration);
  times.push(performance.now());
  if (printed !== text) throw new Error("it is not what was read");
  return times.slice(1).map((time, step) => time - (times[step] ?? 0));
};
