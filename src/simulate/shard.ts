/** One part of a simulation's runs: the `index`-th of `count`, from 0. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** `2/4`; undefined where the text is not such a part. */
export const parseShard = (text: string): Shard | undefined => {
  const [, index = "", count = ""] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(index) - 1, count: Number(count) };
  return shard.count > 0 && shard.index >= 0 && shard.index < shard.count ? shard : undefined;
};

/** The runs of the case of that number that fall to a shard: all runs of all cases are dealt out in turn. */
export const runsOf = (shard: Shard, caseNumber: number, runs: number): readonly number[] =>
  Array.from({ length: runs }, (_, run) => run).filter(
    (run) => (caseNumber * runs + run) % shard.count === shard.index,
  );
