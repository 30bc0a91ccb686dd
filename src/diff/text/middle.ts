/** Part of two sequences, half-open: old lines from oldStart to oldEnd, and new ones likewise. */
export interface Region {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** A place on both sides, before a line of each. */
export interface Cut {
  readonly oldAt: number;
  readonly newAt: number;
}

/** Finds the middle of a region, at most `reach` edits away from each of its ends; undefined where it is further. */
type FindMiddle = (region: Region, reach: number) => Cut | undefined;

/**
 * The middle of a shortest edit script, searched from both ends at once in linear space (E. W. Myers, "An O(ND)
 * Difference Algorithm and Its Variations", 1986, section 4b). Takes
 * time in proportion to the square of the edits, at most of the reach.
 *
 * The region must be trimmed: neither side empty, first lines unequal, last lines unequal.
 */
export const middleFinder = (oldLines: Int32Array, newLines: Int32Array): FindMiddle => {
  // The x furthest reached on each diagonal, which are the points with x - y = k.
  const forward = new Int32Array(oldLines.length + newLines.length + 3);
  const backward = new Int32Array(oldLines.length + newLines.length + 3);
  return ({ oldStart, oldEnd, newStart, newEnd }, reach) => {
    const width = oldEnd - oldStart;
    const height = newEnd - newStart;
    const delta = width - height;
    const zero = height + 1;
    const middleAt = (k: number, x: number): Cut => ({ oldAt: oldStart + x, newAt: newStart + x - k });

    forward[zero] = 0;
    backward[zero + delta] = width;
    for (let edits = 1; edits <= reach; edits += 1) {
      const low = -steps(edits, height);
      const high = steps(edits, width);
      if (edits <= height) forward[zero + low - 1] = -1;
      if (edits <= width) forward[zero + high + 1] = -1;
      for (let k = low; k <= high; k += 2) {
        const reached = Math.max((forward[zero + k - 1] ?? 0) + 1, forward[zero + k + 1] ?? 0);
        // A diagonal ends at the border, and what lies before its end costs no more than the end.
        let x = Math.min(reached, width, height + k);
        while (x < width && x - k < height && oldLines[oldStart + x] === newLines[newStart + x - k]) x += 1;
        forward[zero + k] = x;
        const met = delta % 2 !== 0 && Math.abs(k - delta) < edits && x >= (backward[zero + k] ?? 0);
        if (met) return middleAt(k, x);
      }

      const first = delta - steps(edits, width);
      const last = delta + steps(edits, height);
      if (edits <= width) backward[zero + first - 1] = width + 1;
      if (edits <= height) backward[zero + last + 1] = width + 1;
      for (let k = first; k <= last; k += 2) {
        const reached = Math.min((backward[zero + k + 1] ?? 0) - 1, backward[zero + k - 1] ?? 0);
        let x = Math.max(reached, 0, k);
        while (x > 0 && x > k && oldLines[oldStart + x - 1] === newLines[newStart + x - k - 1]) x -= 1;
        backward[zero + k] = x;
        const met = delta % 2 === 0 && Math.abs(k) <= edits && x <= (forward[zero + k] ?? 0);
        if (met) return middleAt(k, x);
      }
    }
    return undefined;
  };
};

/** How many diagonals off that many edits can lead: no further than the border, and only every second one. */
const steps = (edits: number, border: number): number =>
  edits <= border ? edits : border - ((edits - border) % 2);
