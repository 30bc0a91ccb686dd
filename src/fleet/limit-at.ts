/** The effective limit of a server while the listener has `connections` (HAProxy src/queue.c srv_dynamic_maxconn). */
export const limitAt = (
  connections: number,
  full: number,
  line: { readonly minconn: number; readonly maxconn: number },
): number =>
  connections >= full
    ? line.maxconn
    : Math.max(line.minconn, Math.floor((connections * line.maxconn) / full));
