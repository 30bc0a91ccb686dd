import { accept, field, refuse } from "../schema/field.js";

/** A HAProxy branch: 2.6 is `{ major: 2, minor: 6 }`. */
export interface HaproxyVersion {
  readonly major: number;
  readonly minor: number;
}

/** The oldest branch that mmconf knows. */
export const FIRST: HaproxyVersion = { major: 1, minor: 4 };
const LAST_MAJOR = 3;
/** 1.9 was followed by 2.0, and 2.9 by 3.0 (CHANGELOG 2.0-dev0, 3.0-dev0). */
const LAST_MINOR = 9;

export const compareVersions = (a: HaproxyVersion, b: HaproxyVersion): number =>
  a.major - b.major || a.minor - b.minor;

export const formatVersion = (version: HaproxyVersion): string => `${version.major}.${version.minor}`;

/** `2.6` or `2.6.12`; the patch level changes no directive, so it is not kept. */
export const readVersion = (text: string): HaproxyVersion | undefined => {
  const match = /^(\d{1,2})\.(\d{1,2})(?:\.\d{1,3})?$/.exec(text);
  return match ? { major: Number(match[1]), minor: Number(match[2]) } : undefined;
};

export const haproxyVersion = field<HaproxyVersion>(
  {
    type: ["string", "number"],
    pattern: "^(1\\.[4-9]|[23]\\.\\d)(\\.\\d+)?$",
    description:
      "The HAProxy branch on the proxies, 1.4 to 3.x: it decides spelling, directives and defaults.",
    examples: ["2.6"],
  },
  (input) => {
    const version = readVersion(String(input));
    if (!version)
      return refuse(
        "schema/value",
        `${JSON.stringify(input)} is not a HAProxy version`,
        'write the branch, such as "2.6"',
      );
    if (version.minor > LAST_MINOR) {
      return refuse(
        "schema/value",
        `there is no HAProxy ${formatVersion(version)}: ${version.major}.${LAST_MINOR} is the last branch that ${version.major}.x may have`,
        "write the branch that haproxy -v names",
      );
    }
    if (compareVersions(version, FIRST) < 0 || version.major > LAST_MAJOR) {
      return refuse(
        "schema/value",
        `HAProxy ${formatVersion(version)} is not among the dialects that mmconf knows, 1.4 to 3.x`,
        'write a branch from "1.4" to "3.4"',
      );
    }
    return accept(version);
  },
);
