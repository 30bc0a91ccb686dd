import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counted, gitDiff, hunksOf, patchOf } from "./one-file.js";
import { RUNS } from "./sandbox.js";

describe("a patch of HAProxy's proxies", () => {
  const server = (host: string, rest: string) => `    server  ${host} ${host}:80 ${rest}`;
  const active = "check inter 5s rise 2 fall 3";
  const backup = "backup check inter 10s rise 2 fall 3";
  const file = (connect: string[], limit: string, option: string[]): string =>
    [
      ...["global", "    maxconn 4096", "", "defaults", "    mode http", ""],
      ...counted(32, (n) => (n % 8 === 0 ? "" : `    # ${n}`)),
      ...[
        "listen  fp-wiki 0.0.0.0:10001",
        "    balance hdr(appserver)",
        `    server  app1 app1:80 ${active}`,
      ],
      ...["    option  httpchk GET /wiki", "", "listen  mirror-lists 0.0.0.0:10002"],
      ...["    balance hdr(appserver)", ...connect],
      ...["app1", "app2", "app3", "app4"].map((host) => server(host, active + limit)),
      ...["app5", "app6"].map((host) => server(host, backup + limit)),
      ...[server("app7", active + limit), server("bapp1", `backup ${active}${limit}`)],
      ...["    option  httpchk GET /mirrorlist", ...option, " ", "listen  pkgdb 0.0.0.0:10003"],
      ...["    balance hdr(appserver)", `    server  app1 app1:80 ${active}`, ""],
    ].join("\n");

  it("names the proxy that the hunk begins in", () => {
    const before = file([], "", []);
    const after = file(["    timeout connect 60s"], " maxconn 25", ["    option  allbackups"]);
    expect(hunksOf(patchOf(before, after))).toBe(`@@ -43,15 +43,17 @@ listen  fp-wiki 0.0.0.0:10001
 
 listen  mirror-lists 0.0.0.0:10002
     balance hdr(appserver)
-    server  app1 app1:80 check inter 5s rise 2 fall 3
-    server  app2 app2:80 check inter 5s rise 2 fall 3
-    server  app3 app3:80 check inter 5s rise 2 fall 3
-    server  app4 app4:80 check inter 5s rise 2 fall 3
-    server  app5 app5:80 backup check inter 10s rise 2 fall 3
-    server  app6 app6:80 backup check inter 10s rise 2 fall 3
-    server  app7 app7:80 check inter 5s rise 2 fall 3
-    server  bapp1 bapp1:80 backup check inter 5s rise 2 fall 3
+    timeout connect 60s
+    server  app1 app1:80 check inter 5s rise 2 fall 3 maxconn 25
+    server  app2 app2:80 check inter 5s rise 2 fall 3 maxconn 25
+    server  app3 app3:80 check inter 5s rise 2 fall 3 maxconn 25
+    server  app4 app4:80 check inter 5s rise 2 fall 3 maxconn 25
+    server  app5 app5:80 backup check inter 10s rise 2 fall 3 maxconn 25
+    server  app6 app6:80 backup check inter 10s rise 2 fall 3 maxconn 25
+    server  app7 app7:80 check inter 5s rise 2 fall 3 maxconn 25
+    server  bapp1 bapp1:80 backup check inter 5s rise 2 fall 3 maxconn 25
     option  httpchk GET /mirrorlist
+    option  allbackups
${" "} 
 listen  pkgdb 0.0.0.0:10003
     balance hdr(appserver)
`);
  });
});

describe("a patch of Apache's directives", () => {
  const file = (processes: number): string => `Alias /static /var/lib/mirrormanager/static
Alias /publiclist /var/lib/mirrormanager/mirrorlists/publiclist/

<Directory /var/lib/mirrormanager/mirrorlists/publiclist>
        Options Indexes FollowSymLinks
        ExpiresActive On
        ExpiresDefault "modification plus 1 hour"
</Directory>

WSGIDaemonProcess mirrorlist user=apache processes=${processes} threads=1 display-name=mirrorlist maximum-requests=1000

WSGIScriptAlias /metalink /usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi
WSGIScriptAlias /mirrorlist /usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi
`;

  it("names the last directive that is not indented", () => {
    expect(
      hunksOf(patchOf(file(45), file(100))),
    ).toBe(`@@ -7,7 +7,7 @@ Alias /publiclist /var/lib/mirrormanager/mirrorlists/publiclist/
         ExpiresDefault "modification plus 1 hour"
 </Directory>
 
-WSGIDaemonProcess mirrorlist user=apache processes=45 threads=1 display-name=mirrorlist maximum-requests=1000
+WSGIDaemonProcess mirrorlist user=apache processes=100 threads=1 display-name=mirrorlist maximum-requests=1000
 
 WSGIScriptAlias /metalink /usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi
 WSGIScriptAlias /mirrorlist /usr/share/mirrormanager/mirrorlist-server/mirrorlist_client.wsgi
`);
  });
});

describe("a hunk's heading", () => {
  const section = fc.record({
    name: fc.oneof(
      fc.constantFrom(
        "listen  a 0.0.0.0:1",
        "frontend b\r",
        "_c",
        "$d",
        "<e>",
        "[f]",
        "# g",
        "9h",
        "été",
        "i \t ",
      ),
      fc
        .string({ unit: "grapheme-ascii", minLength: 60, maxLength: 100, size: "max" })
        .map((text) => `l${text}`),
      fc
        .array(fc.constantFrom("é", " ", "日", "\u{1f4e6}", "x"), { minLength: 20, maxLength: 90 })
        .map((text) => `m${text.join("")}`),
    ),
    body: fc.array(fc.constantFrom("    server", "", "\tbalance"), { maxLength: 12, size: "max" }),
  });

  it("is the one that git prints", () => {
    fc.assert(
      fc.property(
        fc.array(section, { minLength: 1, maxLength: 12, size: "max" }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        (sections, places) => {
          const lines = sections.flatMap(({ name, body }) => [name, ...body]);
          const at = new Set(places.map((place) => place % lines.length));
          const before = lines.map((line, index) => (at.has(index) ? `old ${index}` : line));
          const after = lines.map((line, index) => (at.has(index) ? `new ${index}` : line));
          const [oldText, newText] = [`${before.join("\n")}\n`, `${after.join("\n")}\n`];
          expect(patchOf(oldText, newText)).toBe(gitDiff(oldText, newText));
        },
      ),
      { numRuns: RUNS },
    );
  });
});
