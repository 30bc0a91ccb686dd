import { describe, expect, it } from "vitest";
import type { Apache } from "../../src/apache/workers.js";
import { workerPool, workers } from "../../src/apache/workers.js";
import { emptyMap } from "../../src/yaml/node.js";

const NODE = emptyMap({ file: "t.yaml", line: 1, column: 1, endColumn: 2, path: "apache" });
const apacheWith = (settings: Apache["settings"]): Apache => ({ settings, node: NODE });

/** Sizes of the scoreboard of Apache 2.4.68. */
const MEASURED: readonly (readonly [Apache["settings"], number])[] = [
  [{ mpm: "prefork" }, 256],
  [{ mpm: "prefork", MaxRequestWorkers: 300 }, 256],
  [{ mpm: "prefork", ServerLimit: 100 }, 100],
  [{ mpm: "prefork", ServerLimit: 100, MaxRequestWorkers: 100 }, 100],
  [{ mpm: "event" }, 400],
  [{ mpm: "worker", MaxRequestWorkers: 600 }, 400],
  [{ mpm: "event", MaxRequestWorkers: 600, ServerLimit: 30 }, 600],
  [{ mpm: "event", MaxRequestWorkers: 256 }, 250],
  [{ mpm: "event", MaxRequestWorkers: 20 }, 25],
  [{ mpm: "event", MaxRequestWorkers: 200, ThreadsPerChild: 100 }, 192],
  [{ mpm: "event", MaxRequestWorkers: 2000, ThreadsPerChild: 100, ThreadLimit: 100 }, 1600],
  [{ mpm: "event", ServerLimit: 4 }, 100],
  [{ mpm: "event", ThreadsPerChild: 50 }, 400],
  [{ mpm: "event", ThreadsPerChild: 64, ServerLimit: 2 }, 128],
];

describe("the workers of Apache", () => {
  it.each(MEASURED)("are with %j as many as the real one starts: %i", (settings, measured) => {
    expect(workers(apacheWith(settings)).value).toBe(measured);
  });

  it("are as many as the inventory says where no MPM is named to lower them", () => {
    expect(workers(apacheWith({ MaxRequestWorkers: 300 }))).toMatchObject({ value: 300, because: "set" });
  });

  it("are prefork's where nothing is said, the least of all", () => {
    expect(workers(apacheWith({})).value).toBe(256);
  });

  it("belong to a threaded MPM where threads are counted", () => {
    expect(workerPool(apacheWith({ ThreadsPerChild: 25 })).mpm).toBe("event");
  });

  it("say what lowered them, at the directive that did", () => {
    const lowered = workers(apacheWith({ mpm: "event", MaxRequestWorkers: 600 }));
    expect(lowered.because).toBe("lowered from 600 by ServerLimit 16 x ThreadsPerChild 25");
    expect(lowered.origin.path).toBe("apache.ServerLimit");
  });
});
