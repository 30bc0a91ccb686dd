/** A point of a drawing, both from 0 to 1, y upwards. */
export type Point = readonly [x: number, y: number];

/** Paths are drawn in whole numbers on a ground of this size, and stretched to the plot: finer than a pixel. */
export const ACROSS = 1200;
export const UP = 400;

/** A line through points. */
export const lineThrough = (points: readonly Point[]): string => draw(points.map(onGround));

/** What lies between points and the axis below them. */
export const areaUnder = (points: readonly Point[]): string => {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return "";
  return `${draw([[first[0], 0] as const, ...points, [last[0], 0] as const].map(onGround))}z`;
};

const onGround = ([x, y]: Point): Point => [
  Math.round(Math.min(Math.max(x, 0), 1) * ACROSS),
  Math.round((1 - Math.min(Math.max(y, 0), 1)) * UP),
];

/** Steps from point to point; those that go straight on in level are one. */
const draw = (points: readonly Point[]): string => {
  const kept = points.filter(
    (point, index) => !(point[1] === points[index - 1]?.[1] && point[1] === points[index + 1]?.[1]),
  );
  return kept
    .map(([x, y], index) => {
      const [beforeX, beforeY] = kept[index - 1] ?? [0, 0];
      return `${index === 0 ? "M" : "l"}${x - beforeX}${joined(y - beforeY)}`;
    })
    .join("");
};

/** A sign parts two numbers as well as a space. */
const joined = (value: number): string => (value < 0 ? String(value) : ` ${value}`);
