import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startApache, WEB_USER } from "./apache.js";
import { startHaproxy } from "./haproxy.js";
import { ask, askAtOnce } from "./load.js";
import { freePort, tempFolder, waitFor } from "./machine.js";
import { CLIENT, MIRRORS, startMirrorlistServer } from "./mirrorlist.js";
import type { Environment } from "./rendered.js";
import { APACHE_FILE, artefactsOf, fileOf, PROXY_FILE } from "./rendered.js";
import { describeWith } from "./requires.js";

const HOSTS = ["app1", "app2", "app3", "app4", "app5", "app6", "app7", "bapp1"];
const ACTIVE = ["app1", "app2", "app3", "app4", "app7"];
const PATH = "/mirrorlist?repo=fedora-40&arch=x86_64";

/** The user that a daemon is told to become: one that this machine has, and that the test may become. */
const me = userInfo();
const webUser = me.uid === 0 ? WEB_USER : me.username;

/** mirrorlist_server, Apache with mod_wsgi, and HAProxy, each on what mmconf renders; all on this machine's loopback. */
const startTier = async (environment: Environment) => {
  const server = await startMirrorlistServer(environment);
  const folder = tempFolder();
  const script = join(folder, "mirrorlist_client.wsgi");
  copyFileSync(CLIENT, script);
  const publicList = join(folder, "publiclist/");
  mkdirSync(publicList);
  writeFileSync(join(publicList, "index.html"), "the public list");
  for (const path of [script, publicList, join(publicList, "index.html")]) chmodSync(path, 0o755);

  const ports = new Map<string, number>();
  for (const name of [...HOSTS, "fp-wiki", "mirror-lists", "pkgdb"]) ports.set(name, await freePort());
  const portOf = (name: string) => ports.get(name) ?? 0;
  const artefacts = artefactsOf(environment, [
    `haproxy.global.user=${me.username}`,
    `haproxy.global.group=${execFileSync("id", ["-gn"], { encoding: "utf8" }).trim()}`,
    ...["fp-wiki", "mirror-lists", "pkgdb"].map(
      (name) => `haproxy.listeners.${name}.bind=127.0.0.1:${portOf(name)}`,
    ),
    ...HOSTS.flatMap((host) => [
      `${ACTIVE.includes(host) ? "app_servers" : "backups"}.${host}.address=127.0.0.1`,
      ...["fp-wiki", "mirror-lists", "pkgdb"].map(
        (name) => `haproxy.listeners.${name}.servers.${host}={ port: ${portOf(host)}, inter: 1s }`,
      ),
    ]),
    `mirrorlist.wsgi.user=${webUser}`,
    // As many processes as the inventory has are more than a small machine likes to start.
    "mirrorlist.wsgi.processes=4",
    `mirrorlist.site.script=${script}`,
    `mirrorlist.site.alias.directory=${publicList}`,
    `apache.directives=["WSGIProcessGroup mirrorlist", "SetEnv MIRRORLIST_SETTINGS ${server.settingsFile}"]`,
  ]);
  const apache = await startApache(
    fileOf(artefacts, APACHE_FILE),
    HOSTS.map((host) => portOf(host)),
  );
  const proxy = await startHaproxy(fileOf(artefacts, PROXY_FILE));
  return { server, apache, proxy, port: portOf("mirror-lists") };
};

describeWith(
  ["haproxy", "apache2", "mod_wsgi", "python3", "ss"],
  "the rendered proxy, Apache and mirrorlist_server",
  () => {
    it.each(["prod", "tuned"] as const)(
      "of %s answer together, through every app server",
      async (environment) => {
        const { proxy, apache, port } = await startTier(environment);
        await waitFor("a check of every server", async () => {
          const rows = (await proxy.stats()).filter((row) => row["# pxname"] === "mirror-lists");
          return (
            rows.filter((row) => row.status === "UP" && row.check_status === "L7OK").length === HOSTS.length
          );
        });
        const answers = await askAtOnce(50, { port, path: PATH });
        expect(new Set(answers.map((answer) => `${answer.status} ${answer.body}`))).toEqual(
          new Set([`200 ${MIRRORS.join("\n")}\n`]),
        );
        await waitFor("the log", () => proxy.accesses().length >= 50);
        const accesses = proxy.accesses().filter((access) => access.path === PATH);
        expect([...new Set(accesses.map((access) => access.server))].sort()).toEqual(ACTIVE);
        expect(new Set(accesses.map((access) => access.flags))).toEqual(new Set(["--"]));
        expect((await ask({ port: apache.port, path: "/publiclist/index.html" })).body).toBe(
          "the public list",
        );
      },
    );

    it("of prod answer 503 once mirrorlist_server is gone: every check asks it", async () => {
      const { server, proxy, port } = await startTier("prod");
      await server.daemon.stop();
      await waitFor("every server to be DOWN", () =>
        proxy.log().includes("proxy mirror-lists has no server"),
      );
      expect((await ask({ port, path: PATH })).status).toBe(503);
    });
  },
);
