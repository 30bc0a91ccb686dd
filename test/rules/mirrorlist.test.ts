import { describe, expect, it } from "vitest";
import { faultsOn, kindsOn, verdictsOn } from "./verdicts-on.js";

const UNBOUNDED = "haproxy: { listeners: { mirror-lists: { server: { maxconn: null } } } }";
const server = (settings: string): string => `mirrorlist: { server: { ${settings} } }`;

describe("mirrorlist/max-children", () => {
  it("asks for a child for each slot where nothing bounds the requests", () => {
    const [said] = faultsOn("mirrorlist/max-children", `${UNBOUNDED}\n${server("max_children: 44")}`);
    expect(said).toContain("serves 44 requests at once; 1 of 45 busy slots wait for it");
    expect(said).toContain("max_children 45 fits");
  });

  it("asks for no more than the requests that may come", () => {
    expect(kindsOn("mirrorlist/max-children", server("max_children: 42"))).toEqual(["pass"]);
  });
});

describe("mirrorlist/queue-size", () => {
  it("counts the places that the kernel gives, and points there", () => {
    const [fault] = verdictsOn(
      "mirrorlist/queue-size",
      `${server("request_queue_size: 300")}\nkernel: { net.core.somaxconn: 32 }`,
    );
    expect(fault).toMatchObject({ figures: { queue: 32 }, at: { path: "kernel.net.core.somaxconn" } });
  });

  it("counts five where the size is set on the instance", () => {
    const text = server("request_queue_size: 300, request_queue_size_set_on: instance");
    expect(verdictsOn("mirrorlist/queue-size", text)[0]).toMatchObject({ figures: { queue: 5 } });
  });
});

describe("mirrorlist/distinct-files", () => {
  it("has nothing to compare one file with", () => {
    expect(kindsOn("mirrorlist/distinct-files", server("socket_file: /run/m.sock"))).toEqual([]);
  });
});
