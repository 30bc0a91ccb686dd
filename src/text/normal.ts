/** P(Z > x) of a standard normal Z, within 1e-7 (Abramowitz and Stegun 26.2.17). */
export const normalOver = (x: number): number => {
  if (x < 0) return 1 - normalOver(-x);
  const t = 1 / (1 + 0.2316419 * x);
  const sum =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return density(x) * sum;
};

/** The x that a standard normal exceeds with that chance, to the precision of the above. */
export const normalQuantile = (chance: number): number => {
  let [low, high] = [-8, 8];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (normalOver(middle) > chance) low = middle;
    else high = middle;
  }
  return high;
};

/** How far a count that is `mean` on average is over `limit` on average, where it is (Poisson, as a normal). */
export const poissonOver = (mean: number, limit: number): number => {
  const spread = Math.sqrt(mean);
  const z = (limit - mean) / spread;
  return Math.max(spread * density(z) - (limit - mean) * normalOver(z), 0);
};

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
