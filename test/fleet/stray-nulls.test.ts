import { describe, expect, it } from "vitest";
import { render } from "../../src/api/library.js";
import { toPlain } from "../../src/yaml/node.js";
import { loadOnBase, loadText, problemsOf } from "../inventory/from-text.js";

const fleetOf = (lines: string, sets: readonly string[] = []) => {
  const loaded = loadOnBase(lines, sets);
  if (!loaded.ok) throw new Error(problemsOf(loaded).join("\n"));
  return loaded.fleet;
};

/** The server lines of a listener of the base, as they are rendered for a proxy. */
const serverLines = (fleet: ReturnType<typeof fleetOf>, proxy = ""): readonly string[] => {
  const result = render(fleet);
  if (!result.ok) throw new Error(result.reason);
  const files = result.rendered.artefacts.filter(({ path }) => path.includes("haproxy.cfg"));
  const file = files.find(({ path }) => path.endsWith(`haproxy.cfg${proxy && `.${proxy}`}`)) ?? files[0];
  return file?.content.match(/^\s*server\s+app.*$/gm) ?? [];
};

const LISTENER = "mirror-lists";

describe("null removes what it stands on", () => {
  it.each([
    ["in a file", `haproxy: { listeners: { ${LISTENER}: { servers: { app1: { maxconn: null } } } } }`, []],
    ["by --set", "", [`haproxy.listeners.${LISTENER}.servers.app1.maxconn=null`]],
  ])("on one server line, %s: the settings, the tree and the rendered line agree", (_how, lines, sets) => {
    const fleet = fleetOf(lines, sets);
    const [first, second] = fleet.proxies[0]?.haproxy.listeners[0]?.lines ?? [];
    expect(first?.settings.maxconn).toBeUndefined();
    expect(first?.node.entries.has("maxconn")).toBe(false);
    expect(second?.settings.maxconn).toBeGreaterThan(0);
    const [one, two] = serverLines(fleet);
    expect(one).not.toContain("maxconn");
    expect(two).toContain("maxconn");
  });

  it.each([
    ["in a file", `proxies: { proxy1: { haproxy: { listeners: { other: null } } } }`, []],
    ["by --set", "", ["proxies.proxy1.haproxy.listeners.other=null"]],
  ])("in a host's section, which is laid on the fleet's, %s", (_how, lines, sets) => {
    const fleet = fleetOf(`haproxy: { listeners: { other: { bind: ":81" } } }\n${lines}`, sets);
    const listeners = fleet.proxies.map(({ haproxy }) => haproxy.listeners.map(({ name }) => name));
    expect(listeners).toEqual([[LISTENER], [LISTENER, "other"]]);
    expect(toPlain(fleet.proxies[0]?.haproxy.node.entries.get("listeners") ?? fleet.node)).not.toHaveProperty(
      "other",
    );
  });
});

describe("null that stands on nothing is refused at its place", () => {
  it.each([
    ["a listener", "haproxy: { listeners: { X: null } }", "haproxy.listeners.X"],
    [
      "a listener of one host",
      "proxies: { proxy1: { haproxy: { listeners: { X: null } } } }",
      "proxies.proxy1.haproxy.listeners.X",
    ],
    [
      "a setting of a server line",
      `haproxy: { listeners: { ${LISTENER}: { servers: { app1: { slowstart: null } } } } }`,
      `haproxy.listeners.${LISTENER}.servers.app1.slowstart`,
    ],
    [
      "what a listener has from defaults",
      `haproxy: { listeners: { ${LISTENER}: { timeout: { server: null } } } }`,
      `haproxy.listeners.${LISTENER}.timeout.server`,
    ],
    ["a host", "app_servers: { app9: null }", "app_servers.app9"],
    ["a host's setting", "app_servers: { app9: { address: null } }", "app_servers.app9.address"],
    [
      "the whole of a host's section",
      "app_servers: { app1: { mirrorlist: null } }",
      "app_servers.app1.mirrorlist",
    ],
    ["a section", "description: null", "description"],
  ])("%s", (_what, lines, path) => {
    const loaded = loadOnBase(lines);
    const told = loaded.ok
      ? []
      : loaded.findings.map(({ rule, at, subject }) => ({ rule, file: at.file, path: at.path, subject }));
    expect(told).toEqual([{ rule: "schema/value", file: "test.yaml", path, subject: path }]);
  });

  it("given with --set, too", () => {
    const loaded = loadOnBase("", ["proxies.proxy1.haproxy.listeners.X=null", "kernel.net.ipv4.tcp_x=null"]);
    const told = loaded.ok ? [] : loaded.findings.map(({ at }) => `${at.file}:${at.line} ${at.path}`);
    expect(told).toEqual(["--set:2 kernel.net.ipv4.tcp_x"]);
    const alone = loadOnBase("", ["proxies.proxy1.haproxy.listeners.X=null"]);
    expect(alone.ok ? [] : alone.findings.map(({ at }) => `${at.file}:${at.line} ${at.path}`)).toEqual([
      "--set:1 proxies.proxy1.haproxy.listeners.X",
    ]);
  });

  it("a null that an inventory between removes is none for the one above", () => {
    const loaded = loadText("extends: mid.yaml\nproxies: { proxy1: { nofile: 5000 } }\n", {
      "mid.yaml": "extends: base.yaml\nproxies: { proxy1: { memory: null } }\n",
    });
    expect(problemsOf(loaded)).toEqual([]);
  });
});
