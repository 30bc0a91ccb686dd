/** 97.5 % point of the normal distribution. */
const NORMAL = 1.959963984540054;

/** 97.5 % points of Student's t for 1 to 9 degrees of freedom. */
const FEW = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622] as const;

/** What a mean's standard error is multiplied with for a 95 % interval; three decimals are right. */
export const studentFactor = (degrees: number): number => {
  const known = FEW[degrees - 1];
  if (known !== undefined) return known;
  // Cornish and Fisher's expansion about the normal distribution (Abramowitz and Stegun 26.7.5).
  const z = NORMAL;
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
};
