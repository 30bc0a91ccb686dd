import { expect } from "vitest";

/** Chance that all of c servers are busy under a load of a, where what finds them busy goes away (Erlang B). */
export const erlangB = (servers: number, load: number): number =>
  Array.from({ length: servers }, (_, index) => index + 1).reduce(
    (blocked, count) => (load * blocked) / (count + load * blocked),
    1,
  );

/** The same where it waits (Erlang C). */
export const erlangC = (servers: number, load: number): number => {
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
};

export const within = (figure: number, expected: number, tolerance: number) => {
  expect(figure).toBeGreaterThan(expected * (1 - tolerance));
  expect(figure).toBeLessThan(expected * (1 + tolerance));
};
