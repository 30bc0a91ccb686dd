/** A path of the inventory, and the values that it is given one after the other. */
export interface Sweep {
  readonly path: string;
  readonly values: readonly string[];
}

export type ParsedSweep =
  | { readonly ok: true; readonly sweep: Sweep }
  | { readonly ok: false; readonly reason: string };

const MAX_POINTS = 1000;
const RANGE =
  /^([^=]+)=(\d+(?:\.\d+)?)([A-Za-z%]*)\.\.(\d+(?:\.\d+)?)([A-Za-z%]*)(?::(\d+(?:\.\d+)?)([A-Za-z%]*))?$/;

/** Reads `PATH=a..b`, `PATH=a..b:step`: `...server.maxconn=5..40:5`, `...timeout.queue=5s..60s:5s`. */
export const parseSweep = (text: string): ParsedSweep => {
  const match = RANGE.exec(text);
  if (match === null)
    return {
      ok: false,
      reason: `${text} is not a sweep: write PATH=a..b or PATH=a..b:step, such as 5..40:5`,
    };
  const [, path = "", from = "", unit = "", to = "", toUnit = "", step = "1", stepUnit = ""] = match;
  if (unit !== toUnit || (stepUnit !== "" && unit !== stepUnit))
    return { ok: false, reason: `${text} mixes units: write its numbers in one, such as 5s..60s:5s` };
  const [first, last, by] = [Number(from), Number(to), Number(step)];
  if (last < first || by === 0)
    return { ok: false, reason: `${text} has no values: write the smaller number first, and a step above 0` };
  const count = Math.floor((last - first) / by + 1e-9) + 1;
  if (count > MAX_POINTS)
    return {
      ok: false,
      reason: `${text} has ${count} values: choose a step that leaves ${MAX_POINTS} at most`,
    };
  // Twelve digits: 0.1 + 0.2 is written 0.3.
  const values = Array.from(
    { length: count },
    (_, at) => `${Number((first + at * by).toPrecision(12))}${unit}`,
  );
  return { ok: true, sweep: { path, values } };
};
