import type { Milliseconds } from "../text/units.js";
import { showCount } from "../text/units.js";

/** What a progress line needs of the world. */
export interface ProgressPlace {
  /** Shows a line in place of the one before; "" takes it away. */
  readonly show: (line: string) => void;
  /** A clock that only goes forward. */
  readonly now: () => Milliseconds;
}

/** Work that is done sooner has no line. */
const PATIENCE: Milliseconds = 1000;
/** A line that changes more often is not read. */
const APART: Milliseconds = 200;

/** `simulated 7 of 20 runs, 12 s left`, once the work has taken a second. */
export class Progress {
  private readonly begun: number;
  private done = 0;
  private total = 0;
  private shown = Number.NEGATIVE_INFINITY;
  /** Since when, and since which run, the pace is what it is. */
  private since: { readonly at: Milliseconds; readonly done: number };

  constructor(
    private readonly place: ProgressPlace,
    /** Where it is known only as it goes on how much there is to do. */
    private readonly about: boolean,
  ) {
    this.begun = place.now();
    this.since = { at: this.begun, done: 0 };
  }

  expect(runs: number): void {
    this.total += runs;
  }

  /** Runs that are expected and not done. */
  get left(): number {
    return Math.max(this.total - this.done, 0);
  }

  ran(): void {
    this.done++;
    this.tell();
  }

  /** From now on it goes faster, or slower. */
  changePace(): void {
    this.since = { at: this.place.now(), done: this.done };
  }

  tell(): void {
    const { place, begun, shown } = this;
    const now = place.now();
    if (now - begun < PATIENCE || now - shown < APART) return;
    this.shown = now;
    place.show(this.line(now));
  }

  end(): void {
    if (this.shown !== Number.NEGATIVE_INFINITY) this.place.show("");
    this.shown = Number.NEGATIVE_INFINITY;
  }

  private line(now: Milliseconds): string {
    const { done, left, since } = this;
    const total = `${this.about ? "about " : ""}${showCount(Math.max(this.total, done))}`;
    const line = `simulated ${showCount(done)} of ${total} runs`;
    const measured = done - since.done;
    const time = now - since.at;
    if (measured < 2 || time < PATIENCE) return line;
    return `${line}, ${roughly((time / measured) * left)} left`;
  }
}

/** 12 s, 3 min, 2 h: rounded up, as nobody minds less. */
const roughly = (time: Milliseconds): string => {
  const seconds = Math.ceil(time / 1000);
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`;
};
