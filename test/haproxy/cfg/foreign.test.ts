import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../../src/haproxy/cfg/configuration.js";
import { whyForeign } from "../../../src/haproxy/cfg/foreign.js";

const why = (text: string) => {
  const [file] = readConfiguration([{ name: "a.cfg", text }], { major: 3, minor: 0 }).files;
  return file && whyForeign(file);
};

describe("a text that is no haproxy.cfg", () => {
  it.each<readonly [string, RegExp]>([
    ["", /empty/],
    ["\n \n", /empty/],
    ["\x7fELF\0\0\0global\n", /NUL/],
    ["services:\n  web: {}\n", /section/],
    ["# only a comment\n", /section/],
    ["backend b\n{% for s in servers %}\n server a 1:1\n{% endfor %}\n", /line 2 .*template/],
    ["backend b\n server {{ hosts['a'] }} {{ address }}\n", /line 2 .*template/],
    ["backend b\n server web{{ n }} 1:1\n", /line 2 .*template/],
    ["<% servers.each do |s| -%>\nbackend b\n", /line 1 .*template/],
    ["backend b\n server a <%= address %>\n", /line 2 .*template/],
  ])("%j is told what it is", (text, reason) => {
    expect(why(text)).toMatch(reason);
  });

  it.each([
    "global\n",
    "# {{ ansible_managed }}\nglobal\n",
    "frontend f\n use_backend b if { path / } !{ path /x }\n",
    "frontend f\n log-format <%ci>%[src]%>\n",
    'frontend f\n http-request return status 200 content-type text/html lf-string "<p>{{a}} <%= %ci %>"\n',
    'frontend f\n log-format \'{"a":{"b":"%ci"}}\'\n',
  ])("%j is one", (text) => {
    expect(why(text)).toBeUndefined();
  });
});
