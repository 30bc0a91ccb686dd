/** Finds things by name where they are asked for in about the order that they stand in: nearly always the next one. */
export const inTurn = <T>(
  things: readonly T[],
  nameOf: (thing: T) => string,
): ((name: string) => T | undefined) => {
  let at = 0;
  let all: ReadonlyMap<string, T> | undefined;
  return (name) => {
    const next = things[at];
    if (next !== undefined && nameOf(next) === name) {
      at += 1;
      return next;
    }
    all ??= new Map(things.map((thing) => [nameOf(thing), thing]));
    return all.get(name);
  };
};
