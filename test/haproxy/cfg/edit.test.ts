import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../../src/haproxy/cfg/edit.js";
import { applyEdits, setLine, setParameter } from "../../../src/haproxy/cfg/edit.js";
import type { Proxy } from "../../../src/haproxy/cfg/proxies.js";
import { inForce, readProxies } from "../../../src/haproxy/cfg/proxies.js";
import type { ServerLine } from "../../../src/haproxy/cfg/servers.js";
import { serversOf } from "../../../src/haproxy/cfg/servers.js";
import { configurationOf } from "./read.js";
import { cfgTexts } from "./texts.js";

const proxiesIn = (text: string): readonly Proxy[] => readProxies(configurationOf(text));

const edited = (text: string, edits: (proxies: readonly Proxy[]) => readonly Edit[]): string => {
  const configuration = configurationOf(text);
  const [file] = configuration.files;
  return file === undefined ? text : applyEdits(file, edits(readProxies(configuration)));
};

const serversIn = (proxies: readonly Proxy[]): readonly ServerLine[] => proxies.flatMap(serversOf);

const onServers = (text: string, name: string, value?: string): string =>
  edited(text, (proxies) => serversIn(proxies).map((server) => setParameter(server, name, value)));

describe("a server line's parameter", () => {
  it.each([
    ["  server a :80  maxconn\t5 check # five\n", "  server a :80  maxconn\t9 check # five\n"],
    ["  server a :80 'max'conn '5'\r\n", "  server a :80 'max'conn 9\r\n"],
    ["  server a :80  # bare\n", "  server a :80 maxconn 9  # bare\n"],
    ["  server a :80 cookie maxconn\n", "  server a :80 cookie maxconn maxconn 9\n"],
  ])("is set in place: %j", (before, after) => {
    expect(onServers(`backend b\n${before}`, "maxconn", "9")).toBe(`backend b\n${after}`);
  });

  it("may be a word alone, and is written as HAProxy reads it", () => {
    expect(onServers("backend b\nserver a :80\n", "backup")).toBe("backend b\nserver a :80 backup\n");
    expect(onServers("backend b\nserver a :80 check\n", "check")).toBe("backend b\nserver a :80 check\n");
    expect(onServers("backend b\nserver a :80\n", "cookie", "a b")).toBe(
      "backend b\nserver a :80 cookie a\\ b\n",
    );
  });
});

describe("a section's setting", () => {
  const set = (text: string): string =>
    edited(text, ([proxy]) =>
      proxy === undefined ? [] : [setLine(proxy.section, "timeout server", ["9s"])],
    );

  it.each([
    [
      "changes in its last line",
      " timeout server 1s\n timeout server  2s # why\n",
      " timeout server 1s\n timeout server  9s # why\n",
    ],
    ["changes under its old name", "\tsrvtimeout 5000\n", "\tsrvtimeout 9s\n"],
    [
      "comes behind its like",
      "\ttimeout client 1s\n\tbind :1\n",
      "\ttimeout client 1s\n\ttimeout server 9s\n\tbind :1\n",
    ],
    [
      "comes behind the last line",
      "  bind :1 # one\r\n\r\n",
      "  bind :1 # one\r\n  timeout server 9s\r\n\r\n",
    ],
    ["comes first in an empty section", "", "    timeout server 9s\n"],
    [
      "comes before what conditions decide",
      " .if 1\n timeout server 1s\n .endif\n",
      " timeout server 9s\n .if 1\n timeout server 1s\n .endif\n",
    ],
  ])("%s", (_title, before, after) => {
    expect(set(`listen a\n${before}`)).toBe(`listen a\n${after}`);
  });
});

describe("an edit", () => {
  it("changes the line that it is for and no other byte, and says what it was to say", () => {
    fc.assert(
      fc.property(cfgTexts, fc.nat(), fc.stringMatching(/^[!-~ ]+$/), (noise, index, value) => {
        const text = `backend x\nserver one :1\n${noise}`;
        const servers = serversIn(proxiesIn(text));
        const server = servers[index % servers.length];
        if (server === undefined) throw new Error("there is none");
        const line = server.setting.line.number;
        const after = edited(text, () => [setParameter(server, "cookie", value)]);
        const [old, now] = [text.split("\n"), after.split("\n")];
        expect(now.with(line - 1, "")).toEqual(old.with(line - 1, ""));
        const again = serversIn(proxiesIn(after)).find((one) => one.setting.line.number === line);
        expect(again?.parameters.findLast(({ name }) => name.text === "cookie")?.value?.text).toBe(value);
        expect(again?.parameters.length).toBeGreaterThanOrEqual(server.parameters.length);
      }),
    );
  });

  it("adds one line where it adds one", () => {
    fc.assert(
      fc.property(cfgTexts, (noise) => {
        const text = `backend x\n  mode http\n${noise}`;
        const after = edited(text, ([proxy]) =>
          proxy === undefined ? [] : [setLine(proxy.section, "timeout tunnel", ["77s"])],
        );
        const [old, now] = [text.split("\n"), after.split("\n")];
        const added = now.findIndex((line, at) => line !== old[at]);
        expect(now.toSpliced(added, 1).join("\n").replaceAll("\r", "")).toBe(text.replaceAll("\r", ""));
        const [proxy] = proxiesIn(after);
        expect(proxy && inForce(proxy, "timeout tunnel")?.setting.words[0]?.text).toBe("77s");
      }),
    );
  });
});
