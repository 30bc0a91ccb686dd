/** How many lines the shortest edit script removes and adds: by the textbook's table, in time by the product of the sides. */
export const fewestChanged = (oldLines: Int32Array, newLines: Int32Array): number => {
  let row = Array.from({ length: newLines.length + 1 }, (_, at) => at);
  for (const line of oldLines) {
    const above = row;
    row = [(above[0] ?? 0) + 1];
    for (const [at, other] of newLines.entries())
      row.push(line === other ? (above[at] ?? 0) : 1 + Math.min(above[at + 1] ?? 0, row[at] ?? 0));
  }
  return row.at(-1) ?? 0;
};
