import { duration } from "../schema/quantity-field.js";
import type { ValueType } from "../schema/value-type.js";
import { word } from "../schema/value-type.js";
import type { Milliseconds } from "../text/units.js";
import { formatDuration } from "../text/units.js";

/** mod_wsgi refuses more seconds than 31 bits hold (measured, 4.9.4); Apache counts them alike. */
const MOST: Milliseconds = (2 ** 31 - 1) * 1000;

/** Apache and mod_wsgi count whole seconds, without a unit: a fraction is rounded up, never away. */
export const seconds = (sample: string): ValueType<Milliseconds> =>
  word({
    field: (about) => duration(about, sample, { most: MOST, because: " by Apache and mod_wsgi" }),
    write: (ms) => String(Math.ceil(ms / 1000)),
    read: (text) =>
      /^\d{1,10}$/.test(text) && Number(text) * 1000 <= MOST ? Number(text) * 1000 : undefined,
    show: formatDuration,
    samples: [sample, "1s"],
  });
