import { setTimeout as sleep } from "node:timers/promises";

/** Polls until `holds` does; the error says what was waited for. Milliseconds. */
export const waitFor = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  limit = 10_000,
): Promise<void> => {
  const end = performance.now() + limit;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${limit} ms in vain for ${what}`);
    await sleep(10);
  }
};
