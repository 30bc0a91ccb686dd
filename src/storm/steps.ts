/** Steps in which a storm is looked at. */
export const STEPS = 200;
