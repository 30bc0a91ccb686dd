/** What is run to learn what validate and render call: on one day, so that equal sources give equal bytes. */
export const RUNS = [
  ["validate", "--env", "prod", "--today", "2026-11-24"],
  ["render", "--env", "prod", "--today", "2026-11-24"],
];
