import { performance } from "node:perf_hooks";
import { readConfiguration } from "../../src/haproxy/cfg/configuration.js";
import { printLines } from "../../src/haproxy/cfg/line.js";
import { readProxies } from "../../src/haproxy/cfg/proxies.js";
import { parametersOf, serversOf } from "../../src/haproxy/cfg/servers.js";

const SERVERS = Number(process.argv[2] ?? 100_000);

const text = [
  "global\n  maxconn 20000\ndefaults\n  mode http\n  timeout connect 5s\n",
  ...Array.from({ length: SERVERS / 100 }, (_, backend) =>
    [
      `backend b${backend}\n  balance leastconn\n  default-server inter 5s\n`,
      ...Array.from(
        { length: 100 },
        (_, server) =>
          `  server app${server} 10.${backend >> 8}.${backend & 255}.${server}:80 check rise 2 fall 3 maxconn 25 # slot\n`,
      ),
    ].join(""),
  ),
].join("");

const times: number[] = [];
for (let round = 0; round < 5; round++) {
  const before = performance.now();
  const configuration = readConfiguration([{ name: "haproxy.cfg", text }], { major: 3, minor: 2 });
  const read = performance.now();
  const proxies = readProxies(configuration);
  const parameters = proxies.flatMap((proxy) =>
    serversOf(proxy).map((server) => parametersOf(proxy, server).length),
  );
  const viewed = performance.now();
  if (parameters.length !== SERVERS || printLines(configuration.files[0]?.lines ?? []) !== text)
    throw new Error("not the same");
  times.push(Math.round(read - before), Math.round(viewed - read));
}
process.stdout.write(
  `${SERVERS} server lines, ${text.length} bytes; lines and sections, then servers and parameters, ms: ${times.join(" ")}\n`,
);
