import { describe, expect, it } from "vitest";
import { CFG_RULES } from "../../src/cfg-rules/all.js";
import { checkConfiguration } from "../../src/cfg-rules/check.js";
import { readConfiguration } from "../../src/cfg-rules/configuration.js";

/** What is said of files, as `rule line:column`. */
const said = (...texts: readonly string[]): readonly string[] =>
  checkConfiguration(readConfiguration(texts.map((text, index) => ({ name: `${index}`, text })))).map(
    ({ rule, at }) => `${rule.replace("cfg/", "")} ${at.line}:${at.column}`,
  );

describe("a server address twice in a backend", () => {
  const backend = (...lines: readonly string[]) =>
    said(`listen l\n${lines.map((line) => `${line}\n`).join("")}`);

  it.each([
    ["server a 10.0.0.1:80", "server b 10.0.0.1:80"],
    ["server a 10.0.0.1:80 check cookie a", "server b 10.0.0.1:80 cookie b weight 5 check"],
    ["server a [2001:db8::1]:80", "server b [2001:db8::1]:80"],
    ["server a /run/x.sock", "server b /run/x.sock"],
    ["server a web.example:80", "server b web.example:80"],
  ])("is found at the second: %s, %s", (...lines) => {
    expect(backend(...lines)).toEqual(["duplicate-address 3:10"]);
  });

  it.each([
    ["server a 10.0.0.1:80", "server b 10.0.0.1:81"],
    ["server a 10.0.0.1:80", "server b 10.0.0.1:80 backup"],
    ["server a 10.0.0.1:80 sni str(a)", "server b 10.0.0.1:80 sni str(b)"],
    ["server a 10.0.0.1:80", "server b 10.0.0.1:80 disabled"],
    ["server a 0.0.0.0:0", "server b 0.0.0.0:0"],
    ["server a 0.0.0.0", "server b 0.0.0.0"],
    ["server a :80", "server b :80"],
    ["server a web.example:80 resolvers r", "server b web.example:80 resolvers r"],
    ["default-server resolvers r", "server a web.example:80", "server b web.example:80"],
    ["default-server ssl", "server a 10.0.0.1:80", "default-server no-ssl", "server b 10.0.0.1:80"],
    [".if defined(A)", "server a 10.0.0.1:80", ".else", "server b 10.0.0.1:80", ".endif"],
    ['server a "$A"', 'server b "$A"'],
    ["server a 10.0.0.1:80", "backend m", "server b 10.0.0.1:80"],
  ])("is not seen in %s, %s, %s", (...lines) => {
    expect(backend(...lines.filter(Boolean))).toEqual([]);
  });
});

describe("a maxconn over the global one", () => {
  it.each<readonly [string, string]>([
    ["global\n maxconn 10\nfrontend f\n maxconn 11\n", "4:10"],
    ["frontend f\n maxconn 11\nglobal\n maxconn 10\n", "2:10"],
    ["global\n maxconn 10\ndefaults\n maxconn 11\nfrontend f\nfrontend g\nfrontend h\n maxconn 9\n", "4:10"],
    ["global\n maxconn 10\ndefaults a\n maxconn 11\ndefaults b\nlisten l from a\n", "4:10"],
  ])("is found: %j", (text, at) => {
    expect(said(text)).toEqual([`maxconn-over-global ${at}`]);
  });

  it("is found over files", () => {
    expect(said("global\n maxconn 10\ndefaults\n maxconn 11\n", "listen l\n")).toEqual([
      "maxconn-over-global 4:10",
    ]);
  });

  it.each([
    "global\n maxconn 10\nfrontend f\n maxconn 10\n",
    "global\n maxconn 0\nfrontend f\n maxconn 10\n",
    "global\nfrontend f\n maxconn 10\n",
    "global\n maxconn 10\nbackend b\n maxconn 11\n",
    "global\n maxconn 10\ndefaults\n maxconn 11\nbackend b\n",
    'global\n maxconn "${M}"\nfrontend f\n maxconn 10\n',
    "global\n .if defined(A)\n maxconn 10\n .endif\nfrontend f\n maxconn 11\n",
    "global\n maxconn 10\n maxconn 20\nfrontend f\n maxconn 11\n",
    "global\n maxconn 10\nfrontend f\n .if 0\n maxconn 11\n .endif\n",
  ])("is not seen in %j", (text) => {
    expect(said(text)).toEqual([]);
  });
});

describe("an unchecked server among checked ones", () => {
  it.each<readonly [string, string]>([
    ["backend b\n server a 1:1 check\n server b 2:1\n server c 3:1\n", "3:9"],
    ["defaults\n default-server check\nbackend b\n server a 1:1\n server b 2:1 no-check\n", "5:9"],
    ["backend b\n server a 1:1\n default-server check\n server b 2:1\n", "2:9"],
    ["backend b\n server a 1:1 cookie check\n server b 2:1 check\n", "2:9"],
    [
      "defaults\n .if 0\n default-server check\n .endif\nbackend b\n server a 1:1\n server b 2:1 check\n",
      "6:9",
    ],
  ])("is found: %j", (text, at) => {
    expect(said(text)).toEqual([`unchecked-server ${at}`]);
  });

  it.each([
    "backend b\n server a 1:1 check\n server b 2:1 check\n",
    "backend b\n server a 1:1\n server b 2:1\n",
    "backend b\n default-server check\n server a 1:1\n server b 2:1 check\n",
    "defaults\n default-server check\ndefaults d from x\nbackend b\n server a 1:1\n server b 2:1\n",
    "defaults x\n default-server check\ndefaults d from x\nbackend b from d\n server a 1:1\n server b 2:1\n",
    "backend b\n server a 1:1 check\n server b 2:1 backup\n",
    "backend b\n server a 1:1 check\n server b 2:1 track c/x\n",
    "backend b\n server a 1:1 check\n server b 2:1 disabled\n",
    "backend b\n server a 1:1 check\n .if defined(A)\n server b 2:1\n .endif\n",
    'backend b\n server a 1:1 check\n server b 2:1 "${CHECK[*]}"\n',
    "peers p\n server a 1:1 check\n server b 2:1\n",
  ])("is not seen in %j", (text) => {
    expect(said(text)).toEqual([]);
  });
});

describe("a keyword that is set twice", () => {
  it.each<readonly [string, readonly string[]]>([
    ["backend b\n option httpchk GET /a\n option httpchk GET /b\n", ["2:2"]],
    ["defaults\n timeout client 5s\n timeout client 6s\n", ["2:2"]],
    ["listen l\n balance source\n mode tcp\n balance first\n balance source\n", ["2:2", "4:2"]],
    ["frontend f\n default_backend a\n default_backend b\n", ["2:2"]],
  ])("is found at the line that does not count: %j", (text, at) => {
    expect(said(text)).toEqual(at.map((place) => `set-twice ${place}`));
  });

  it.each([
    "backend b\n balance source\n balance source\n",
    "defaults\n timeout client 5s\n timeout client 5000\n",
    "backend b\n timeout server 5s\n timeout server 6s\n",
    "defaults\n timeout client 5s\n timeout server 6s\n",
    "backend b\n .if defined(A)\n balance source\n .else\n balance first\n .endif\n",
    "backend b\n balance source\nbackend c\n balance first\n",
    "backend b\n http-check expect status 200\n http-check expect status 201\n",
  ])("is not seen in %j", (text) => {
    expect(said(text)).toEqual([]);
  });
});

describe("a backend that no frontend leads to", () => {
  const SERVED = "backend b\n server a 1:1\n";

  it("is found at its name", () => {
    expect(said(`frontend f\n default_backend c\n${SERVED}`)).toEqual(["unused-backend 3:9"]);
    expect(said("frontend f\n default_backend c\n", SERVED)).toEqual(["unused-backend 1:9"]);
  });

  it.each([
    SERVED,
    `frontend f\n default_backend b\n${SERVED}`,
    `frontend f\n use_backend b if { path / }\n${SERVED}`,
    `defaults\n default_backend b\nfrontend f\n${SERVED}`,
    `frontend f\n use_backend %[req.hdr(host)]\n${SERVED}`,
    `frontend f\n use_backend "\${B}"\n${SERVED}`,
    `frontend f\n acl x nbsrv(b) lt 1\n${SERVED}`,
    `frontend f\n filter spoe engine e config /x\n${SERVED}`,
    "frontend f\nbackend c\n server a 1:1 track b/a\n server c 2:2 track c/a\nfrontend g\n use_backend c\n",
    "frontend f\nbackend table\n stick-table type ip size 1m\n",
    "frontend f\nbackend b\n disabled\n server a 1:1\n",
    `frontend f\n.if defined(A)\n${SERVED}.endif\n`,
    `frontend f\n.if defined(A)\n use_backend b\n.endif\n${SERVED}`,
  ])("is not seen in %j", (text) => {
    expect(said(text)).toEqual([]);
  });
});

describe("a line that HAProxy cannot read", () => {
  it("is found where it is, in each file", () => {
    expect(said("global\n a 'b\n", "maxconn 1\nglobal\n x")).toEqual([
      "refused 2:4",
      "refused 1:1",
      "refused 3:3",
    ]);
  });
});

describe("the rules of a haproxy.cfg", () => {
  it("have slugs of their own, in order", () => {
    const slugs = CFG_RULES.map(({ slug }) => slug);
    expect(slugs).toEqual([...new Set(slugs)].sort());
    for (const slug of slugs) expect(slug).toMatch(/^cfg\/[a-z-]+$/);
  });
});
