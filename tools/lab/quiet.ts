import { cpus, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** What the machine was like before the daemons of a measurement were started. */
export interface Quiet {
  readonly processors: number;
  /** Load average of one minute; the daemons of the measurement before are still in it. */
  readonly load: number;
  /** Share of the processors' time that others took in the last second. */
  readonly busy: number;
}

/** With more than this a storm's times would be the other programs' as well. */
const QUIET = 0.25;
const LOOK = 1_000;
const PATIENCE = 120;

/** Waits until nobody else needs the machine; after two minutes measures all the same, and the record says so. */
export const untilQuiet = async (): Promise<Quiet> => {
  for (let look = 1; ; look++) {
    const busy = await busyShare();
    if (busy < QUIET || look === PATIENCE)
      return { processors: cpus().length, load: twoDigits(loadavg()[0] ?? 0), busy };
  }
};

const busyShare = async (): Promise<number> => {
  const share = busySince();
  await sleep(LOOK);
  return share();
};

/** Tells what share of the processors' time all programs together have taken from now on. */
export const busySince = (): (() => number) => {
  const before = times();
  return () => {
    const after = times();
    return twoDigits(1 - (after.idle - before.idle) / Math.max(after.all - before.all, 1));
  };
};

const times = (): { readonly idle: number; readonly all: number } => {
  const processors = cpus().map((processor) => processor.times);
  return {
    idle: processors.reduce((sum, { idle }) => sum + idle, 0),
    all: processors.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
  };
};

const twoDigits = (share: number): number => Math.round(share * 100) / 100;
