import { describe, expect, it } from "vitest";
import { builtIn } from "../../../src/api/built-in.js";
import { templatesFrom } from "../../../src/disk/templates.js";
import { everyTarget } from "../../../src/extend/targets.js";
import type { Machine, Verification } from "../../../src/render/ask.js";
import { renderFleet } from "../../../src/render/render.js";
import { small } from "../../diff/fleets.js";

/** A machine whose HAProxy tells its version so, and judges every file so. */
const machine = (version: string | undefined, outcome: Verification["outcome"]): Machine => ({
  has: () => false,
  read: () => "",
  write: () => {},
  run: (daemon, _places, args): Verification => {
    if (version === undefined)
      return { daemon, outcome: "absent", said: "haproxy is not installed", changed: [] };
    return args[0] === "-v"
      ? { daemon, outcome: "accepted", said: version, changed: [] }
      : { daemon, outcome, said: "Configuration file is valid", changed: [] };
  },
});

const asked = (text: string, on: Machine): readonly Verification[] => {
  const result = renderFleet(small(text), everyTarget(builtIn), templatesFrom(undefined), "1");
  if (!result.ok) throw new Error(result.reason);
  return result.rendered.artefacts
    .filter(({ path }) => path.includes("haproxy.cfg"))
    .flatMap(({ ask, versions }) => ask?.("haproxy.cfg", on, versions) ?? []);
};

const V26 =
  "HAProxy version 2.6.12-1+deb12u4 2026/10/17 - https://haproxy.org/\nStatus: long-term supported branch";
const V15 = "HA-Proxy version 1.5.8 2014/10/31";

describe("a file for HAProxy", () => {
  it.each([
    ["its own branch", 'haproxy: { version: "2.6" }', V26],
    ["its own branch, at another patch level", 'haproxy: { version: "2.6.3" }', V26],
    [
      "its own branch, in the words of an old one",
      'haproxy: { version: "1.5", global: { hard-stop-after: null } }',
      V15,
    ],
  ])("is verified by %s", (_what, text, here) => {
    expect(asked(text, machine(here, "accepted"))).toMatchObject([{ outcome: "accepted", changed: [] }]);
  });

  it("is not verified by another branch that accepts it, and both are named", () => {
    const [verification] = asked('haproxy: { version: "2.8" }', machine(V26, "accepted"));
    expect(verification?.outcome).toBe("absent");
    expect(verification?.said).toMatch(/2\.8.*2\.6\.12/);
  });

  it("stays refused where another branch refuses it, with a note that names both", () => {
    const [verification] = asked('haproxy: { version: "2.8" }', machine(V26, "refused"));
    expect(verification).toMatchObject({ outcome: "refused", said: "Configuration file is valid" });
    expect(verification?.changed).toEqual([expect.stringMatching(/2\.8.*2\.6\.12/)]);
  });

  it("is not verified by one whose version nobody knows, nor where there is none", () => {
    expect(asked("", machine("HAProxy", "accepted"))).toMatchObject([{ outcome: "absent" }]);
    expect(asked("", machine(undefined, "accepted"))).toMatchObject([
      { outcome: "absent", said: "haproxy is not installed" },
    ]);
  });
});
