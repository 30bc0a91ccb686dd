import { describe, expect, it } from "vitest";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

const listener = (settings: string): string => `haproxy: { listeners: { mirror-lists: { ${settings} } } }`;

describe("hygiene/unused-app-server", () => {
  it("makes one finding of the hosts of one range", () => {
    const faults = verdictsOn("hygiene/unused-app-server", listener('hosts: ["app[1-3]"]'));
    expect(faults).toMatchObject([{ subject: "backup1", hosts: ["backup1", "backup2"] }]);
  });

  it("counts a host as used that any listener sends to", () => {
    const other = 'rest: { bind: ":81", hosts: ["backup[1-2]"], server: { port: 80 } }';
    const text = `haproxy: { listeners: { mirror-lists: { hosts: ["app[1-3]"] }, ${other} } }`;
    expect(kindsOn("hygiene/unused-app-server", text)).toEqual(["pass"]);
  });
});

describe("hygiene/duplicate-address", () => {
  it("takes a host's name for its address where none is given", () => {
    const text = "app_servers: { app3: { address: APP1 } }";
    expect(faultsOn("hygiene/duplicate-address", text)[0]).toMatch(/app3 .*app1 .*APP1/);
  });
});

describe("hygiene/listener-without-servers", () => {
  it.each(["http-request return status 200", "server app9 10.0.0.9:80", "default_backend elsewhere"])(
    "takes %j for an answer",
    (line) => {
      const text = listener(`hosts: [], directives: [${JSON.stringify(line)}]`);
      expect(kindsOn("hygiene/listener-without-servers", text)).toEqual(["pass"]);
    },
  );
});

describe("hygiene/no-active-server", () => {
  it("is a note only where no backup stays idle", () => {
    const all = listener('hosts: ["backup[1-2]"], option: { allbackups: true }');
    expect(faultsOn("hygiene/no-active-server", all)[0]).toMatch(/^info /);
    expect(faultsOn("hygiene/no-active-server", listener("hosts: [backup1]"))[0]).toMatch(/^info /);
  });
});

describe("hygiene/raw-setting", () => {
  it("leaves a raw server line of a listener without slots alone: there is nothing to count", () => {
    const text = `haproxy: { listeners: { other: { bind: ":81", hosts: [], directives: ["server x 10.0.0.9:80"] } } }`;
    expect(kindsOn("hygiene/raw-setting", text)).toEqual(["pass"]);
  });

  it("says nothing where there are no raw lines", () => {
    expect(kindsOn("hygiene/raw-setting", "")).toEqual([]);
  });

  it("points to the line itself", () => {
    const [fault] = verdictsOn(
      "hygiene/raw-setting",
      'apache: { directives: ["LogLevel warn", "Timeout 5"] }',
    );
    expect(fault).toMatchObject({ at: { path: "apache.directives[1]" }, figures: { setting: "Timeout" } });
  });
});
