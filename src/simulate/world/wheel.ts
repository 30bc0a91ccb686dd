/**
 * The order in which round robin goes through servers: each comes up as often as its weight says, spread as evenly as
 * can be. HAProxy's static maps are made so (init_server_map in src/lb_map.c), and its round robin over trees gives
 * the same shares.
 */
export const wheelOf = (weights: readonly number[]): Int32Array => {
  const divisor = weights.reduce(commonDivisor, 0) || 1;
  const turns = weights.flatMap((weight, server) => {
    const times = weight / divisor;
    return Array.from({ length: times }, (_, turn) => ({ at: (turn + 0.5) / times, server }));
  });
  // Sorting is stable: at one place, servers keep their order.
  turns.sort((a, b) => a.at - b.at);
  return Int32Array.from(turns, (turn) => turn.server);
};

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
