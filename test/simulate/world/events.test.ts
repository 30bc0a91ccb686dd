import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventQueue } from "../../../src/simulate/world/events.js";

const takeAll = (queue: EventQueue) => {
  const taken: { time: number; id: number }[] = [];
  while (queue.take()) taken.push({ time: queue.now, id: queue.id });
  return taken;
};

describe("the event queue", () => {
  it("gives events by their times, and those of one time in the order in which they were planned", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3000 }), (times) => {
        const queue = new EventQueue();
        times.forEach((time, id) => {
          queue.plan(time, 0, id, 0);
        });
        const expected = times
          .map((time, id) => ({ time, id }))
          .sort((a, b) => a.time - b.time || a.id - b.id);
        expect(takeAll(queue)).toEqual(expected);
      }),
    );
  });

  it("keeps that order while events are planned and taken in turn", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.boolean()), { maxLength: 2000 }), (steps) => {
        const queue = new EventQueue();
        const model: { time: number; id: number }[] = [];
        steps.forEach(([delay, take], id) => {
          queue.plan(queue.now + delay, 0, id, 0);
          model.push({ time: queue.now + delay, id });
          model.sort((a, b) => a.time - b.time || a.id - b.id);
          if (!take) return;
          queue.take();
          expect({ time: queue.now, id: queue.id }).toEqual(model.shift());
        });
        expect(takeAll(queue)).toEqual(model);
      }),
    );
  });

  it("gives kind and stamp back as they were given, and plans nothing at the end of time", () => {
    const queue = new EventQueue();
    queue.plan(Number.POSITIVE_INFINITY, 1, 2, 3);
    expect(queue.take()).toBe(false);
    queue.plan(5, 15, 7, -3);
    expect(queue.next).toBe(5);
    expect(queue.take()).toBe(true);
    expect([queue.kind, queue.id, queue.stamp]).toEqual([15, 7, -3]);
    expect(queue.next).toBe(Number.POSITIVE_INFINITY);
  });
});
