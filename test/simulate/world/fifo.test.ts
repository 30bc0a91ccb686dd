import fc from "fast-check";
import { expect, it } from "vitest";
import { Fifo, Links } from "../../../src/simulate/world/fifo.js";

it("a queue gives first what came first, whoever has left it before", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { maxLength: 300 }), (steps) => {
      const links = new Links();
      links.grow(16);
      links.grow(31);
      const queue = new Fifo(links);
      const model: number[] = [];
      for (const id of steps) {
        // One that waits leaves; one that does not joins; 30 takes the first.
        if (id === 30) expect(queue.shift()).toBe(model.shift() ?? -1);
        else if (model.includes(id)) {
          queue.remove(id);
          model.splice(model.indexOf(id), 1);
        } else {
          queue.push(id);
          model.push(id);
        }
        expect([queue.length, queue.first]).toEqual([model.length, model[0] ?? -1]);
      }
      expect(model.map(() => queue.shift())).toEqual(model);
    }),
  );
});
