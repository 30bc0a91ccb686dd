import { describe, expect, it } from "vitest";
import { whyNotCfg } from "../../src/cfg-rules/not-a-cfg.js";

describe("a text that is no haproxy.cfg", () => {
  it.each<readonly [string, RegExp]>([
    ["", /empty/],
    ["\n \n", /empty/],
    ["\x7fELF\0\0global\0", /binary/],
    ["services:\n  web: {}\n", /no section/],
    ["# only a comment\n", /no section/],
    ["backend b\n{% for s in servers %}\n server a 1:1\n{% endfor %}\n", /line 2 .*template/],
    ["backend b\n server {{ name }} {{ address }}\n", /line 2 .*template/],
    ["backend b\n server web{{ n }} 1:1\n", /line 2 .*template/],
    ["<% servers.each do |s| -%>\nbackend b\n", /line 1 .*template/],
    ["backend b\n server a <%= address %>\n", /line 2 .*template/],
  ])("%j is told what it is", (text, why) => {
    expect(whyNotCfg(text)).toMatch(why);
  });

  it.each([
    "global\n",
    "# {{ ansible_managed }}\nglobal\n",
    "frontend f\n use_backend b if { path / } !{ path /x }\n",
    "frontend f\n log-format <%ci>%[src]\n",
    'frontend f\n http-request return lf-string "{{a}} <%= %ci"\n',
    'frontend f\n log-format \'{"a":{"b":"%ci"}}\'\n',
  ])("%j is one", (text) => {
    expect(whyNotCfg(text)).toBeUndefined();
  });
});
