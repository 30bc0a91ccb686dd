import { describe, expect, it } from "vitest";
import { slots } from "../../src/fleet/capacity.js";
import { askedOf, memoryBill } from "../../src/fleet/memory.js";
import { serverOf, serviceOf, small } from "./small.js";

const MIB = 2 ** 20;
const bill = (text: string) => {
  const fleet = small(text);
  return memoryBill(serverOf(fleet), serviceOf(fleet));
};
const wsgi = (settings: string) => `mirrorlist: { wsgi: { ${settings} } }`;
const server = (settings: string) => `mirrorlist: { server: { ${settings} } }`;

describe("the children of mirrorlist_server", () => {
  it.each([
    ["one for each slot", "", [45]],
    ["one for each thread", wsgi("processes: 10, threads: 3"), [30]],
    ["no more than max_children", server("max_children: 44"), [44]],
    ["no more than socketserver's 40", server("max_children: null"), [40]],
    ["none without it", "mirrorlist: { server: null }", []],
  ])("are %s", (_what, text, children) => {
    const service = serviceOf(small(text));
    expect(service.behind.map((behind) => askedOf(behind, slots(service)))).toEqual(children);
  });
});

describe("the memory of an app server", () => {
  it("is its base, its processes, their children, and the reserve", () => {
    expect(bill("")).toEqual({
      ok: true,
      bill: {
        memory: 4096 * MIB,
        base: 700 * MIB,
        others: [],
        units: { name: "processes", count: 45, each: 25 * MIB },
        behind: [{ name: "children", count: 45, each: 8 * MIB }],
        reserve: 64 * MIB,
        total: (700 + 45 * 25 + 45 * 8 + 64) * MIB,
        // (4096 - 700 - 64 - 45 x 8) / 25 = 118.9.
        room: 118,
      },
    });
  });

  it.each([
    ["of processes with a child each", server("max_children: 1000"), Math.floor((4096 - 764) / 33)],
    [
      "of processes with a child for each thread",
      "mirrorlist: { wsgi: { threads: 4 }, server: { max_children: 1000 } }",
      Math.floor((4096 - 764) / (25 + 4 * 8)),
    ],
    ["of processes alone, past max_children", server("max_children: 10"), Math.floor((4096 - 764 - 80) / 25)],
    // Two processes have 8 children of 300 MiB; a third one has the last 2 of 10, and the others have none.
    [
      "of processes that share the last children",
      "mirrorlist: { wsgi: { threads: 4 }, server: { max_children: 10, memory_per_child: 300MiB } }",
      Math.floor((4096 - 764 - 10 * 300) / 25),
    ],
    ["of more processes than there may be children", server("memory_per_child: 1GiB, max_children: 3"), 10],
    ["of none in a host that is full", "app_servers: { app1: { base_memory: 5GiB } }", 0],
    ["of no process that would be the fourth child's", server("memory_per_child: 1GiB, max_children: 4"), 3],
    ["of processes without a server behind", "mirrorlist: { server: null }", Math.floor((4096 - 764) / 25)],
  ])("has room %s", (_what, text, room) => {
    const found = bill(text);
    expect(found.ok && found.bill.room).toBe(room);
  });

  it.each([
    ["memory", "app_servers: { 'app[1-3]': { memory: null } }", ["memory of app1"]],
    ["base_memory", "app_servers: { 'app[1-3]': { base_memory: null } }", ["base_memory of app1"]],
    ["memory_per_process", wsgi("memory_per_process: null"), ["wsgi memory_per_process"]],
    ["memory_per_child", server("memory_per_child: null"), ["server memory_per_child"]],
    [
      "both",
      "app_servers: { 'app[1-3]': { memory: null, base_memory: null } }",
      ["memory of app1", "base_memory of app1"],
    ],
  ])("is not known without %s", (_what, text, lacks) => {
    expect(bill(text)).toEqual({ ok: false, lacks });
  });
});
