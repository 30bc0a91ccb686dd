import { describe, expect, it } from "vitest";
import { formatPatch } from "../../src/diff/patch.js";
import { changesOf, hunksOf, patchOf } from "./one-file.js";
import { treeOf } from "./sandbox.js";

describe("a block that may stand in several places", () => {
  const proxy = (name: string) => `listen  ${name}\n    balance roundrobin\n    server  app1 app1:80\n\n`;

  it("begins with its section's heading", () => {
    const added = ["+listen  b", "+    balance roundrobin", "+    server  app1 app1:80", "+"];
    expect(changesOf(proxy("a") + proxy("c"), proxy("a") + proxy("b") + proxy("c"))).toEqual(added);
    const removed = added.map((line) => line.replace("+", "-"));
    expect(changesOf(proxy("a") + proxy("b") + proxy("c"), proxy("a") + proxy("c"))).toEqual(removed);
  });

  it("ends with its section's end", () => {
    const directory = (name: string) => `<Directory ${name}>\n    Require all granted\n</Directory>\n`;
    expect(
      changesOf(directory("/a") + directory("/c"), directory("/a") + directory("/b") + directory("/c")),
    ).toEqual(["+<Directory /b>", "+    Require all granted", "+</Directory>"]);
  });

  it("begins with the comment above its heading", () => {
    const ruled = (name: string) => `# -----\nlisten  ${name}\n    server  ${name} ${name}:80\n\n`;
    expect(changesOf(ruled("a") + ruled("c"), ruled("a") + ruled("b") + ruled("c"))).toEqual([
      ...["+# -----", "+listen  b", "+    server  b b:80", "+"],
    ]);
  });

  it("begins after a blank line within a section, not with it", () => {
    const before = "listen  a\n    server  x\n\n    server  z\n";
    const after = "listen  a\n    server  x\n\n    server  y\n\n    server  z\n";
    expect(changesOf(before, after)).toEqual(["+    server  y", "+"]);
  });

  it("begins and ends where the text is not indented", () => {
    const guarded = (directive: string) => `<IfModule mod_wsgi.c>\n    ${directive}\n</IfModule>\n`;
    expect(changesOf(guarded("A") + guarded("C"), guarded("A") + guarded("B") + guarded("C"))).toEqual([
      ...["+<IfModule mod_wsgi.c>", "+    B", "+</IfModule>"],
    ]);
  });

  it("shows what is removed before what is added where it meets another change", () => {
    const before = "global\n \nlisten  b\n    server  x\n\nlisten  b\n    server  y\n";
    const after = "global\n\t\nlisten  b\n    server  y\n";
    expect(changesOf(before, after)).toEqual(["- ", "-listen  b", "-    server  x", "-", "+\t"]);
  });

  it("keeps apart from a change in the section before", () => {
    const before = `listen  a\n    server  old old:80\n\n${proxy("c")}`;
    const after = `listen  a\n    server  new new:80\n\n${proxy("b")}${proxy("c")}`;
    expect(hunksOf(patchOf(before, after))).toContain("+    server  new new:80\n \n+listen  b\n");
  });

  it("is added below its equals", () => {
    const before = "listen  a\n    server  y\n    option  z\n";
    const after = "listen  a\n    server  y\n    server  y\n    option  z\n";
    expect(hunksOf(patchOf(before, after))).toContain(
      " listen  a\n     server  y\n+    server  y\n     option  z\n",
    );
  });

  it("joins a change above it within a section", () => {
    const before = "listen  a\n    server  x\n    server  y\n    option  z\n";
    const after = "listen  a\n    server  w\n    server  y\n    server  y\n    option  z\n";
    const joined = "-    server  x\n+    server  w\n+    server  y\n     server  y\n     option  z\n";
    expect(hunksOf(patchOf(before, after))).toContain(joined);
  });

  it.each([
    ["a hundred and ninety-nine lines up", 199, 3],
    ["two hundred lines up", 200, 3],
    ["no more: it stays where it was found, but for what reads best there", 201, 203],
  ])("is moved %s", (_what, lines, place) => {
    const text = (many: number) => `listen  a\n\n${"  x\n".repeat(many)}      deeper\n`;
    const patch = formatPatch(treeOf({ a: text(lines) }), treeOf({ a: text(lines + 1) }), { context: 0 });
    expect(patch).toContain(`@@ -${place - 1},0 +${place} @@`);
  });
});
