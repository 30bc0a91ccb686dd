/** A number with what it counts: `1 attempt`, `3 attempts`; a plural of its own is given: `1 process`, `2 processes`. */
export const counted = (many: number, one: string, several = `${one}s`): string =>
  `${many} ${many === 1 ? one : several}`;
