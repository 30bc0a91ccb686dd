import { accept, field, refuse } from "../schema/field.js";

/** A HAProxy: `2.6.12` is one release, `2.6` the latest of its branch. */
export interface HaproxyVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch?: number | undefined;
}

/**
 * Where something begins: without a patch level at x.y.0. `also` are the releases of older branches that had it too, as
 * fixes come to them late.
 */
export interface Since extends HaproxyVersion {
  readonly also?: readonly Required<HaproxyVersion>[];
}

/** The first and the last minor number of each major one: 1.9 was followed by 2.0, 2.9 by 3.0; 3.5 is being developed. */
const MINORS: ReadonlyMap<number, readonly [first: number, last: number]> = new Map([
  [1, [4, 9]],
  [2, [0, 9]],
  [3, [0, 5]],
]);

/** The oldest branch that mmconf knows. */
export const FIRST: HaproxyVersion = { major: 1, minor: 4 };
/** The newest one, which is being developed. */
export const LAST: HaproxyVersion = { major: 3, minor: 5 };

/** The last branch that is not. */
export const NEWEST_RELEASED: HaproxyVersion = { major: 3, minor: 4 };

const compareBranches = (a: HaproxyVersion, b: HaproxyVersion): number =>
  a.major - b.major || a.minor - b.minor;

/** Whether a version has what begins with `since`. */
export const isFrom = (version: HaproxyVersion, since: Since): boolean => {
  const own = [since, ...(since.also ?? [])].find((release) => compareBranches(release, version) === 0);
  if (own === undefined) return compareBranches(version, since) > 0;
  return (version.patch ?? Number.POSITIVE_INFINITY) >= (own.patch ?? 0);
};

export const branchBefore = ({ major, minor }: HaproxyVersion): HaproxyVersion =>
  minor > 0 ? { major, minor: minor - 1 } : { major: major - 1, minor: MINORS.get(major - 1)?.[1] ?? 0 };

export const formatVersion = ({ major, minor, patch }: HaproxyVersion): string =>
  [major, minor, ...(patch === undefined ? [] : [patch])].join(".");

export const branchOf = ({ major, minor }: HaproxyVersion): HaproxyVersion => ({ major, minor });

/** `2.6` or `2.6.12`. */
export const readVersion = (text: string): HaproxyVersion | undefined => {
  const match = /^(\d{1,2})\.(\d{1,2})(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) return undefined;
  const branch = { major: Number(match[1]), minor: Number(match[2]) };
  return match[3] === undefined ? branch : { ...branch, patch: Number(match[3]) };
};

const nearestBranch = ({ major, minor }: HaproxyVersion): HaproxyVersion => {
  const minors = MINORS.get(major);
  if (minors === undefined) return major < FIRST.major ? FIRST : LAST;
  const [first, last] = minors;
  return { major, minor: Math.min(Math.max(minor, first), last) };
};

/** Whether mmconf knows its branch. */
export const isKnownVersion = (version: HaproxyVersion): boolean =>
  compareBranches(version, nearestBranch(version)) === 0;

export const haproxyVersion = field<HaproxyVersion>(
  {
    type: ["string", "number"],
    pattern: "^(1\\.[4-9]|2\\.\\d|3\\.[0-5])(\\.\\d{1,3})?$",
    description:
      "The HAProxy on the proxies, 1.4 to 3.5: it decides spelling, directives and defaults. A branch (2.6) means its latest release, 2.6.12 that release.",
    examples: ["2.6"],
  },
  (input) => {
    const version = readVersion(String(input));
    if (!version)
      return refuse(
        "schema/value",
        `${JSON.stringify(input)} is not a HAProxy version`,
        'write the branch, such as "2.6", or the release, such as "2.6.12", as haproxy -v names it',
      );
    const near = nearestBranch(version);
    if (isKnownVersion(version)) return accept(version);
    const branch = formatVersion(branchOf(version));
    return refuse(
      "schema/value",
      `mmconf knows no HAProxy ${branch}; the nearest branch is ${formatVersion(near)}`,
      `write "${formatVersion(near)}", or the version that haproxy -v names`,
    );
  },
);
