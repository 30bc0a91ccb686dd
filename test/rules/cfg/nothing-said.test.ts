import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/haproxy/cfg/configuration.js";
import { checkCfg } from "../../../src/rules/cfg/check.js";

/** What a rule says of files, as `line:column`. */
const said = (rule: string, ...texts: readonly string[]): readonly string[] => {
  const files = texts.map((text, index) => ({ name: `${index}.cfg`, text }));
  const { findings } = checkCfg(readConfiguration(files, { major: 3, minor: 0 }));
  return findings.filter((one) => one.rule === rule).map(({ at }) => `${at.line}:${at.column}`);
};

describe("a keyword that is set twice", () => {
  it.each<readonly [string, readonly string[]]>([
    ["backend b\n option httpchk GET /a\n option httpchk GET /b\n", ["2:2"]],
    ["defaults\n timeout client 5s\n timeout client 6s\n", ["2:2"]],
    ["listen l\n balance source\n mode tcp\n balance first\n balance source\n", ["2:2", "4:2"]],
    ["frontend f\n default_backend a\n default_backend b\n", ["2:2"]],
  ])("is found where it does not count: %j", (text, at) => {
    expect(said("haproxy/set-twice", text)).toEqual(at);
  });

  it.each([
    "backend b\n balance source\n balance source\n",
    "defaults\n timeout client 5s\n timeout client 5000\n",
    "defaults\n timeout client 5s\n timeout server 6s\n",
    "backend b\n .if defined(A)\n balance source\n .else\n balance first\n .endif\n",
    "backend b\n balance source\nbackend c\n balance first\n",
    "backend b\n http-check expect status 200\n http-check expect status 201\n",
  ])("is not seen in %j", (text) => {
    expect(said("haproxy/set-twice", text)).toEqual([]);
  });
});

describe("a backend that no frontend leads to", () => {
  const UNUSED = "backend unused\n server a 10.0.0.1:80\n";

  it("is found at its name, in whichever file", () => {
    expect(said("hygiene/unused-backend", `frontend f\n default_backend c\n${UNUSED}`)).toEqual(["3:9"]);
    expect(said("hygiene/unused-backend", "frontend f\n default_backend c\n", UNUSED)).toEqual(["1:9"]);
  });

  it.each([
    UNUSED,
    `defaults\n default_backend unused\nfrontend f\n${UNUSED}`,
    `frontend f\n use_backend %[req.hdr(host)]\n${UNUSED}`,
    `frontend f\n use_backend "\u0024{B}"\n${UNUSED}`,
    `frontend f\n acl x nbsrv(unused) lt 1\n${UNUSED}`,
    `frontend f\n filter spoe engine e config /x\n${UNUSED}`,
    `frontend f\n use_backend c\nbackend c\n server a 10.0.0.1:80 track unused/a\n${UNUSED}`,
    "frontend f\nbackend unused\n stick-table type ip size 1m\n",
    `frontend f\n.if defined(A)\n${UNUSED}.endif\n`,
    `frontend f\n.if defined(A)\n use_backend unused\n.endif\n${UNUSED}`,
  ])("is not seen in %j", (text) => {
    expect(said("hygiene/unused-backend", text)).toEqual([]);
  });
});

describe("an unchecked server among checked ones", () => {
  it.each([
    "backend b\n default-server check\n server a 1:1\n server b 2:1 check\n",
    "defaults x\n default-server check\ndefaults d from x\nbackend b from d\n server a 1:1\n server b 2:1\n",
    "backend b\n server a 1:1 check\n server b 2:1 backup\n",
    "backend b\n server a 1:1 check\n server b 2:1 track c/x\n",
    "backend b\n server a 1:1 check\n .if defined(A)\n server b 2:1\n .endif\n",
    'backend b\n server a 1:1 check\n server b 2:1 "\u0024{CHECK[*]}"\n',
    "peers p\n server a 1:1 check\n server b 2:1\n",
  ])("is not seen in %j", (text) => {
    expect(said("haproxy/unchecked-servers", text)).toEqual([]);
  });

  it("is found behind a value that reads check", () => {
    const text = "backend b\n server a 1:1 cookie check\n server b 2:1 check\n";
    expect(said("haproxy/unchecked-servers", text)).toEqual(["2:9"]);
  });
});

describe("a maxconn over the global one", () => {
  it.each([
    "global\n maxconn 10\nfrontend f\n maxconn 10\n",
    "global\n maxconn 10\nbackend b\n maxconn 11\n",
    "global\n .if defined(A)\n maxconn 10\n .endif\nfrontend f\n maxconn 11\n",
    "global\n maxconn 10\nfrontend f\n .if 0\n maxconn 11\n .endif\n",
  ])("is not seen in %j", (text) => {
    expect(said("haproxy/frontend-maxconn", text)).toEqual([]);
  });

  it("is found over files, at the line of the defaults", () => {
    const at = said("haproxy/frontend-maxconn", "global\n maxconn 10\ndefaults\n maxconn 11\n", "listen l\n");
    expect(at).toEqual(["4:10"]);
  });
});
