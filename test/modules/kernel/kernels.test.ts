import { describe, expect, it } from "vitest";
import { kernelGroups, listensOn } from "../../../src/modules/kernel/kernels.js";
import { small } from "../../fleet/small.js";

const hosts = (groups: readonly { readonly hosts: readonly string[] }[]): string[] =>
  groups.map((group) => group.hosts.join(" "));

describe("hosts with one set of kernel parameters", () => {
  it("are proxies and app servers together, unless they set their own", () => {
    expect(hosts(kernelGroups(small("proxies: { proxy1: { kernel: { vm.swappiness: 9 } } }")))).toEqual([
      "proxy1",
      "proxy2 app1 app2 app3 backup1 backup2",
    ]);
  });

  it("listen for Apache, mod_wsgi, mirrorlist_server and HAProxy", () => {
    const [group] = kernelGroups(small("backups: null"));
    expect(group && listensOn(group).map(({ what }) => what)).toEqual([
      "mirrorlist_server (request_queue_size)",
      "Apache (ListenBackLog)",
      "the daemon processes (listen-backlog)",
      "listener mirror-lists (maxconn)",
    ]);
  });

  it("listen for no HAProxy whose maxconn is not known", () => {
    const fleet = small(
      "haproxy: { global: { maxconn: null } }\nproxies: { 'proxy[1-2]': { nofile: null } }",
    );
    const [group] = kernelGroups(fleet);
    expect(group && listensOn(group).every(({ what }) => !what.startsWith("listener"))).toBe(true);
  });
});
