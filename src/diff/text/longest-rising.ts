/** The places of a longest subsequence of rising numbers, in order (patience sorting). */
export const longestRising = (values: readonly number[]): readonly number[] => {
  // Of each length the place where a subsequence of it ends lowest, and before each place the one that it goes on from.
  const ends: number[] = [];
  const before = new Int32Array(values.length);
  for (const [place, value] of values.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[place] = ends[low - 1] ?? -1;
    ends[low] = place;
  }
  const places: number[] = [];
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place] ?? -1) places.push(place);
  return places.reverse();
};
