import { describe, expect, it } from "vitest";
import { loadOnBase, loadText, problemsOf } from "./from-text.js";

describe("an inventory that can't be read says what is wrong, where, and how to fix it", () => {
  const single: readonly (readonly [string, string, RegExp])[] = [
    ["an empty file", "", /^schema\/syntax test\.yaml:1:1 test\.yaml is empty/],
    ["white space only", " \n\n", /^schema\/syntax test\.yaml:1:1 test\.yaml is empty/],
    [
      "comments only",
      "# nothing\n",
      /^schema\/type test\.yaml:1:1 .*holds nothing where an inventory is a map/,
    ],
    ["a list", "- a\n", /^schema\/type test\.yaml:1:1 .*holds a list/],
    ["a word", "hello\n", /^schema\/type test\.yaml:1:1 .*holds a scalar/],
    [
      "a tab that indents",
      "proxies:\n\tproxy1: {}\n",
      /^schema\/syntax test\.yaml:2:1 a tab indents this line.*\(.*spaces\)/,
    ],
    ["an open bracket", "proxies: { proxy1: {}\n", /^schema\/syntax test\.yaml:\d+:\d+ this is not YAML: /],
    ["two documents", "mmconf: 1\n---\nmmconf: 1\n", /^schema\/syntax test\.yaml:2:1 a second document/],
    [
      "a NUL",
      "mmconf: 1\ndescription: a\0b\n",
      /^schema\/syntax test\.yaml:2:15 a control character \(U\+0000\)/,
    ],
    [
      "bytes that are not UTF-8",
      "mmconf: 1\n# \ufffd\n",
      /^schema\/syntax test\.yaml:2:3 a byte that is not UTF-8/,
    ],
    [
      "a key twice",
      "mmconf: 1\nmmconf: 1\n",
      /^schema\/duplicate-key test\.yaml:2:1 mmconf .*twice .*line 1, column 1/,
    ],
    ["a prototype key", "mmconf: 1\n__proto__: { a: 1 }\n", /^schema\/key test\.yaml:2:1 the key __proto__ /],
    ["a merge key", "a: &a {}\nb:\n  <<: *a\n", /^schema\/key test\.yaml:3:3 the key << .*extends/],
    ["a tag", "description: !!js/function x\n", /^schema\/(tag|syntax) test\.yaml:1:/],
    ["a custom tag", "description: !secret x\n", /^schema\/tag test\.yaml:1:1 the tag !secret /],
    ["an alias without anchor", "description: *nowhere\n", /^schema\/(alias|syntax) test\.yaml:1:\d+ /],
    ["a list as a key", "[a, b]: c\n", /^schema\/key test\.yaml:1:1 a key must be plain text/],
    [
      "a base that is not there",
      "extends: nowhere.yaml\n",
      /^schema\/read test\.yaml:1:1 can't read nowhere\.yaml: it does not exist/,
    ],
    [
      "extends of a list",
      "extends: [a, b]\n",
      /^schema\/extends test\.yaml:1:1 extends takes the name of one inventory/,
    ],
  ];
  it.each(single)("%s", (_title, text, expected) => {
    const [first = "nothing was found"] = problemsOf(loadText(text));
    expect(first).toMatch(expected);
  });

  it("names the circle when inventories extend each other", () => {
    const problems = problemsOf(loadText("extends: b.yaml\n", { "b.yaml": "extends: test.yaml\n" }));
    expect(problems[0]).toMatch(/^schema\/extends b\.yaml:1:1 .*circle: test\.yaml -> b\.yaml -> test\.yaml/);
  });

  it("refuses an alias bomb instead of growing it", () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) =>
        `l${i}: &l${i} [${Array(10)
          .fill(i === 0 ? "x" : `*l${i - 1}`)
          .join(", ")}]`,
    );
    expect(problemsOf(loadText(levels.join("\n"))).join("\n")).toMatch(
      /schema\/alias test\.yaml:\d+:\d+ aliases make this file grow by more than 10,000 values/,
    );
  });

  it.each([
    ["letters", "a".repeat(10_000_000)],
    ["brackets", "[".repeat(10_000_000)],
    ["braces", "{".repeat(10_000_000)],
    ["dashes", "- ".repeat(5_000_000)],
    ["colons", ": ".repeat(5_000_000)],
    [
      "noise",
      Array.from({ length: 1_000_000 }, (_, i) => String.fromCharCode(33 + ((i * 7919) % 90)))
        .join("")
        .repeat(10),
    ],
  ])("10 MB of %s is one clear problem", (_name, text) => {
    const problems = problemsOf(loadText(text));
    expect(problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatch(/^schema\/(syntax|type|key|size) test\.yaml:\d+:\d+ /);
    expect(problems.join("").length).toBeLessThan(2000);
  });
});

describe("a value that can't be what it should", () => {
  const table: readonly (readonly [string, string, RegExp])[] = [
    [
      "a bare number where a unit is due",
      "haproxy: { defaults: { timeout: { connect: 60 } } }",
      /^schema\/unit test\.yaml:2:35 haproxy\.defaults\.timeout\.connect: 60 has no unit \(write 60s or 60ms\)/,
    ],
    [
      "a quoted number where a unit is due",
      'haproxy: { defaults: { timeout: { connect: "60" } } }',
      /60 has no unit \(write 60s or 60ms\)/,
    ],
    [
      "memory without a unit",
      "app_servers: { app1: { memory: 4 } }",
      /^schema\/unit .* app_servers\.app1\.memory: 4 has no unit \(write 4MiB or 4GiB\)/,
    ],
    [
      "a negative maxconn",
      "haproxy: { listeners: { mirror-lists: { server: { maxconn: -1 } } } }",
      /^schema\/value .*maxconn: -1 is below the least that is taken, 0 \(write 0 or more\)/,
    ],
    [
      "half a connection",
      "haproxy: { listeners: { mirror-lists: { server: { maxconn: 1.5 } } } }",
      /^schema\/type .*1\.5 is not a whole number/,
    ],
    [
      "a line break",
      'mirrorlist: { wsgi: { user: "apache\\nListen 81" } }',
      /^schema\/value .*holds a line break, which would end the directive/,
    ],
    [
      "a comment sign",
      'mirrorlist: { wsgi: { user: "a#b" } }',
      /^schema\/value .*"a#b" is not a user or group name/,
    ],
    [
      "a NUL in quotes",
      'mirrorlist: { wsgi: { user: "a\\0b" } }',
      /^schema\/value .*control character U\+0000/,
    ],
    [
      "an unknown key",
      "haproxy: { defaults: { time_out: {} } }",
      /^schema\/unknown-key test\.yaml:2:24 time_out is not a key of haproxy\.defaults \(did you mean timeout\?\)/,
    ],
    [
      "an unknown key at the top",
      "proxy: {}",
      /^schema\/unknown-key test\.yaml:2:1 proxy is not a key of an inventory \(did you mean proxies\?\)/,
    ],
    [
      "a key nobody could mean",
      "haproxy: { defaults: { zebra: 1 } }",
      /zebra is not a key of haproxy\.defaults \(haproxy\.defaults takes mode, log/,
    ],
    ["processes of 0", "mirrorlist: { wsgi: { processes: 0 } }", /0 is below the least that is taken, 1/],
    [
      "an option that is neither on nor off",
      "haproxy: { defaults: { option: { abortonclose: yes please } } }",
      /is neither true nor false/,
    ],
    [
      "an interval that is none",
      "haproxy: { defaults: { option: { redispatch: 0 } } }",
      /0 is neither true, false nor/,
    ],
    [
      "an option with words that it does not take",
      "haproxy: { defaults: { option: { forwardfor: except 10.0.0.0/33 } } }",
      /"except 10.0.0.0\/33" .*except NETWORK/,
    ],
    [
      "a bind line that would end early",
      "haproxy: { listeners: { mirror-lists: { bind: ':80 ssl # crt' } } }",
      /":80 ssl # crt" is not an address/,
    ],
    ["an unknown mode", "haproxy: { defaults: { mode: htpp } }", /"htpp" is none of http, tcp/],
    ["a version out of range", 'haproxy: { version: "9.1" }', /no HAProxy 9\.1\b.*3\.5/],
    ["a branch that there never was", 'haproxy: { version: "2.10" }', /no HAProxy 2\.10\b.*2\.9/],
    ["another one", 'haproxy: { version: "2.99" }', /no HAProxy 2\.99\b.*\b2\.9\b/],
    ["a version that is none", "haproxy: { version: latest }", /"latest" is not a HAProxy version/],
    [
      "a date that is none",
      "accept: [{ rule: capacity/app-slots, reason: x, until: 2027-02-30 }]",
      /"2027-02-30" is not a date/,
    ],
    [
      "a month that is none",
      "accept: [{ rule: capacity/app-slots, reason: x, until: 2027-13-01 }]",
      /"2027-13-01" is not a date/,
    ],
    [
      "a day before the first",
      "accept: [{ rule: capacity/app-slots, reason: x, until: 2027-06-00 }]",
      /"2027-06-00" is not a date/,
    ],
    [
      "a waiver without a reason",
      "accept: [{ rule: capacity/app-slots, until: 2027-06-01 }]",
      /accept\[0\]\.reason is required and not set/,
    ],
    [
      "a port out of range",
      'haproxy: { listeners: { mirror-lists: { bind: "0.0.0.0:70000" } } }',
      /"0\.0\.0\.0:70000" is not an address and a port/,
    ],
    [
      "a section where a line is due",
      'haproxy: { defaults: { directives: ["listen x"] } }',
      /"listen x" opens another section/,
    ],
    ["a map where a list is due", "accept: { a: b }", /^schema\/type .*accept must be a list/],
    [
      "a word where a map is due",
      "haproxy: { defaults: word }",
      /^schema\/type .*haproxy\.defaults must be a map of settings/,
    ],
    [
      "a share over 100 %",
      "proxies: { proxy1: { traffic: 120% } }",
      /^schema\/traffic .*the proxies' shares add up to 120 %/,
    ],
    [
      "shares over 100 % together",
      "proxies: { proxy1: { traffic: 60% }, proxy2: { traffic: 50% } }",
      /add up to 110 %: proxy1 60 % \+ proxy2 50 %/,
    ],
    [
      "shares short of 100 %",
      "proxies: { proxy1: { traffic: 60% }, proxy2: { traffic: 30% } }",
      /add up to 90 %, and no proxy /,
    ],
    [
      "a host that is an app server and a backup",
      "backups: { app1: {} }",
      /^schema\/hosts test\.yaml:2:12 app1 .*app_servers \(line \d+\) .*backups/,
    ],
    [
      "a range that runs backwards",
      'app_servers: { "app[4-1]": {} }',
      /^schema\/host-range .*runs backwards from 4 to 1/,
    ],
    ["a range with a host twice", 'app_servers: { "app[1-4,3]": {} }', /names app3 twice/],
    ["a range that is none", 'app_servers: { "app[x]": {} }', /\[x\] is not a range of numbers/],
    ["a range of a billion", 'app_servers: { "app[1-999999999]": {} }', /more than 250,000 hosts/],
    [
      "ranges of too many hosts together",
      'app_servers: { "a[1-200000]": {}, "b[1-100000]": {} }',
      /^schema\/host-range test\.yaml:2:\d+ .*more than 50,000 hosts .*all ranges together .* 250,000/,
    ],
    [
      "a host name that no name server takes",
      `app_servers: { ${"a".repeat(254)}: {} }`,
      /is not a host name: one has 253 characters at most/,
    ],
    [
      "a range of names that no name server takes",
      `app_servers: { "${"a".repeat(252)}[9-10]": {} }`,
      /is not a host name: one has 253 characters at most/,
    ],
    [
      "ranges of many hosts that are not there",
      'haproxy: { listeners: { mirror-lists: { hosts: ["app[1-250000]"] } } }',
      /^schema\/host-range .*more than 1,005 hosts/,
    ],
    [
      "ranges that overlap",
      'app_servers: { "web[1-4]": {}, "web[3-6]": {} }',
      /web\[3-6\] and web\[1-4\] \(line 2\) both name web3/,
    ],
    ["a host name that is none", 'app_servers: { "app 1": {} }', /app 1 is not a host name/],
    [
      "a server line of no server",
      "haproxy: { listeners: { mirror-lists: { servers: { app9: { weight: 2 } } } } }",
      /^schema\/reference .*app9 .*this listener \(did you mean app1\?\)/,
    ],
    [
      "a listener of hosts that are not there",
      'haproxy: { listeners: { mirror-lists: { hosts: ["app[1-9]"] } } }',
      /^schema\/reference .*app4 is neither in app_servers nor in backups/,
    ],
    [
      "a check without a port",
      "haproxy: { listeners: { mirror-lists: { server: { port: null } } } }",
      /^schema\/required base\.yaml:\d+:\d+ app1 is checked, .*no port/,
    ],
    [
      "root as the daemons' user",
      "mirrorlist: { wsgi: { user: root } }",
      /^schema\/value .*"root" is not a user or group name, and not root/,
    ],
    [
      "a time that HAProxy can't hold",
      "haproxy: { defaults: { timeout: { queue: 25d } } }",
      /^schema\/value .*25d is over the most that is taken, 2,147,484 s by HAProxy/,
    ],
    [
      "a time of nothing",
      "haproxy: { defaults: { timeout: { queue: 0s } } }",
      /^schema\/value .*0s is below the least that is taken, 1 ms by HAProxy; leave it out/,
    ],
    [
      "an option taken back that can't be",
      "haproxy: { listeners: { mirror-lists: { option: { httplog: false } } } }",
      /^schema\/value .*false is not true, and HAProxy has no word that takes this option back/,
    ],
    [
      "an expiry that mod_expires does not know",
      "mirrorlist: { site: { script: /a, urls: [/b], alias: { url: /c, directory: /d/, ExpiresDefault: tomorrow } } }",
      /^schema\/value .*"tomorrow" is not an expiry/,
    ],
    [
      "a log facility that syslog does not have",
      "haproxy: { global: { log: 127.0.0.1 local9 } }",
      /^schema\/value .*"127\.0\.0\.1 local9" is not an address and a facility/,
    ],
    [
      "slots without a service",
      "mirrorlist: null",
      /^schema\/slots .*mirror-lists .*mirrorlist, and there is no service/,
    ],
    [
      "no app server",
      "app_servers: { app1: null, app2: null, app3: null }",
      /^schema\/required .*there is no app server/,
    ],
    ["no proxy", "proxies: { proxy1: null, proxy2: null }", /^schema\/required .*there is no proxy/],
    [
      "an override of one host",
      "app_servers: { app1: { mirrorlist: { wsgi: { processes: none } } } }",
      /^schema\/type test\.yaml:2:46 mirrorlist\.wsgi\.processes: "none" is not a whole number/,
    ],
  ];
  it.each(table)("%s", (_title, text, expected) => {
    expect(problemsOf(loadOnBase(text)).join("\n")).toMatch(expected);
  });

  it("reports everything that is wrong at once, each at its place", () => {
    const text = [
      "haproxy:",
      "  version: 99",
      "  defaults: { timeout: { connect: 60, clinet: 5s } }",
      "mirrorlist: { wsgi: { processes: -1 } }",
    ].join("\n");
    expect(
      problemsOf(loadOnBase(text))
        .map((line) => line.split(" ").slice(0, 2).join(" "))
        .sort(),
    ).toEqual([
      "schema/unit test.yaml:4:26",
      "schema/unknown-key test.yaml:4:39",
      "schema/value test.yaml:3:3",
      "schema/value test.yaml:5:23",
    ]);
  });

  it("tells a slip in a range once, not once for each host", () => {
    expect(
      problemsOf(loadOnBase('app_servers: { "app[1-3]": { mirrorlist: { wsgi: { processes: none } } } }')),
    ).toHaveLength(1);
  });
});

describe("--set", () => {
  it.each([
    ["nothing", /nothing has no =VALUE/],
    ["haproxy..version=2.6", /has an empty part/],
    ["haproxy.version=[", /not YAML/],
    ["haproxy.versoin=2.6", /versoin is not a key of haproxy \(did you mean version\?\)/],
    ["haproxy.listeners.mirror-lists.server.maxconn=-3", /maxconn: -3 is below/],
  ])("%s is refused at its place", (set, expected) => {
    const [first = ""] = problemsOf(loadOnBase("", [set]));
    expect(first).toMatch(expected);
    expect(first).toMatch(/ --set:1:1 /);
  });
});
