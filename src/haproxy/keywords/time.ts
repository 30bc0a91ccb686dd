import { duration } from "../../schema/quantity-field.js";
import type { ValueType } from "../../schema/value-type.js";
import { word } from "../../schema/value-type.js";
import type { Milliseconds } from "../../text/units.js";
import { formatDuration, parseDuration } from "../../text/units.js";

/** Times are kept in 31 bits of milliseconds, about 24.8 days; 0 would be no limit at all (manual 2.5; 2.6 measured). */
const BOUNDS = {
  least: 1,
  most: 2 ** 31 - 1,
  because: " by HAProxy; leave it out where no limit is meant",
};

export const time = (sample = "5s"): ValueType<Milliseconds> =>
  word({
    field: (about) => duration(about, sample, BOUNDS),
    write: formatDuration,
    // Manual 2.5: a bare number is one of milliseconds.
    read: (text) => {
      const value = /^\d+(?:us|ms|s|m|h|d)?$/.test(text)
        ? parseDuration(text.replace(/\d$/, "$&ms"))
        : Number.NaN;
      return value <= BOUNDS.most ? value : undefined;
    },
    show: formatDuration,
    samples: [sample, "1500ms"],
  });
