import { describe, expect, it } from "vitest";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

describe("kernel/somaxconn-unset", () => {
  it("is an info where only a daemon's own default asks for more", () => {
    const text = "kernel: { net.core.somaxconn: null }\napache: { ListenBackLog: 100 }";
    expect(faultsOn("kernel/somaxconn-unset", text)).toEqual([
      expect.stringMatching(/^info listener mirror-lists \(maxconn\) asks for a backlog of 4000 by default/),
    ]);
  });

  it.each([
    [65_535, /65535 fits on every kernel$/],
    [65_536, /65536 fits since Linux 4\.1;.* 65535 /],
  ])("knows that a backlog had 16 bits before Linux 4.1: %d", (backlog, fix) => {
    const text = `kernel: { net.core.somaxconn: null }\napache: { ListenBackLog: ${backlog} }`;
    const [found] = verdictsOn("kernel/somaxconn-unset", text);
    expect(found).toMatchObject({ kind: "fault", fix: expect.stringMatching(fix) });
  });

  it("is one finding for all hosts that share the section", () => {
    const [verdict, ...more] = verdictsOn("kernel/somaxconn-unset", "kernel: null");
    expect(more).toEqual([]);
    expect(verdict).toMatchObject({
      kind: "fault",
      hosts: expect.arrayContaining(["proxy1", "app3", "backup2"]),
    });
  });

  it("leaves out a host that sets its own", () => {
    const text = "kernel: null\nproxies: { proxy1: { kernel: { net.core.somaxconn: 4096 } } }";
    const [found] = verdictsOn("kernel/somaxconn-unset", text).filter(({ kind }) => kind === "fault");
    expect(found).toMatchObject({ hosts: ["proxy2", "app1", "app2", "app3", "backup1", "backup2"] });
  });
});

describe("kernel/syn-backlog", () => {
  const kernel = (cookies: string) => `kernel: { net.ipv4.tcp_max_syn_backlog: 256${cookies} }`;

  it("is a warning without cookies, an info where nothing is said of them, and nothing with them", () => {
    expect(faultsOn("kernel/syn-backlog", kernel(", net.ipv4.tcp_syncookies: 0"))).toEqual([
      expect.stringMatching(/^warning .*4000 \(net\.ipv4\.tcp_max_syn_backlog: 5333 fits/),
    ]);
    expect(faultsOn("kernel/syn-backlog", kernel(""))).toEqual([
      expect.stringMatching(/^info .*: 4000 fits/),
    ]);
    expect(kindsOn("kernel/syn-backlog", kernel(", net.ipv4.tcp_syncookies: 1"))).toEqual(["pass"]);
  });

  it("compares with the backlog that somaxconn leaves, and not with those of UNIX sockets", () => {
    const text = "kernel: { net.core.somaxconn: 200, net.ipv4.tcp_max_syn_backlog: 256 }";
    expect(kindsOn("kernel/syn-backlog", text)).toEqual(["pass"]);
  });
});

describe("kernel/nr-open", () => {
  it("takes the kernel's default where it is not set, and only warns, as systemd may have raised it", () => {
    const text = 'proxies: { "proxy[1-2]": { nofile: 1048577 } }';
    expect(faultsOn("kernel/nr-open", text)).toEqual([
      expect.stringMatching(/^warning nofile of proxy1 asks for 1048577 open files.*nofile 1048576\)$/),
    ]);
  });

  it("counts what maxconn needs, as HAProxy asks for it by itself", () => {
    const text = 'kernel: { fs.nr_open: 8000 }\nproxies: { "proxy[1-2]": { nofile: null } }';
    expect(faultsOn("kernel/nr-open", text)).toEqual([
      expect.stringContaining("maxconn of proxy1 asks for 8029 open files"),
    ]);
  });
});

describe("kernel/file-max", () => {
  it("counts once for each process", () => {
    const text = (files: number) =>
      `haproxy: { version: "2.4", global: { nbproc: 2 } }\nkernel: { fs.file-max: ${files} }`;
    expect(kindsOn("kernel/file-max", text(16058))).toEqual(["pass"]);
    expect(kindsOn("kernel/file-max", text(16057))).toEqual(["fault"]);
  });
});

describe("kernel/overcommit", () => {
  it.each([0, 1])("does not apply to mode %i", (mode) => {
    expect(kindsOn("kernel/overcommit", `kernel: { vm.overcommit_memory: ${mode} }`)).toEqual([]);
  });

  it("names the ratio that fits", () => {
    expect(faultsOn("kernel/overcommit", "kernel: { vm.overcommit_memory: 2 }")[0]).toContain(
      "vm.overcommit_ratio 54 fits without swap",
    );
  });
});
