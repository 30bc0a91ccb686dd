import { expect, it } from "vitest";
import { checkApache } from "../apache.js";
import { checkHaproxy } from "../haproxy.js";
import { describeWith } from "../requires.js";

/** Times, so that a section of its own has nothing else to be warned of. */
const TIMES = "  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\n";
const LISTEN = `listen web\n  mode http\n  bind 127.0.0.1:1\n${TIMES}`;

describeWith(["haproxy"], "HAProxy 2.6", () => {
  it.each(['"listen" evil', "l'iste'n evil", "\\x6cisten evil"])("opens a section for %s", (line) => {
    expect(checkHaproxy(`${LISTEN}  ${line}\n`).said).toContain("proxy 'evil' has no 'bind' directive");
  });

  it("reads nothing between .if and .endif, sections neither", () => {
    const { said } = checkHaproxy(`global\n  .if 0\n${LISTEN}  .endif\n`);
    expect(said).toContain("no listener");
  });
});

describeWith(["apache2", "mod_wsgi"], "Apache 2.4", () => {
  it.each([
    ["in quotes", '"<IfDefine" NEVER>\nGarbage\n"</IfDefine>"'],
    ["of a variable", "Define OPEN <IfDefine\n\u0024{OPEN} NEVER>\nGarbage\n</IfDefine>"],
  ])("opens a block for a first word %s", (_title, lines) => {
    expect(checkApache(lines, "event")).toMatchObject({ status: 0 });
  });
});
