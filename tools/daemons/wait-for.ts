import { setTimeout as sleep } from "node:timers/promises";

/** What has not come by then never comes, however busy the machine is. Milliseconds. */
const HANGS = 120_000;

/** Polls until `holds` does, ever less often; the error says what was waited for. */
export const waitFor = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const end = performance.now() + HANGS;
  for (let pause = 10; !(await holds()); pause = Math.min(pause * 1.3, 100)) {
    if (performance.now() > end) throw new Error(`waited ${HANGS / 1000} s in vain for ${what}`);
    await sleep(pause);
  }
};
