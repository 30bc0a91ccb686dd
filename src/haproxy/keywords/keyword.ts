import type { Keyword } from "../../schema/keyword.js";
import type { Known } from "../known.js";
import type { HaproxyVersion, Since } from "../version.js";
import { branchBefore, formatVersion, isFrom } from "../version.js";

/** The versions that have something, where not all from 1.4 on do, or some warn of it. */
export interface Versions {
  /** The first version that has it. */
  readonly since?: Since;
  /** The first version that warns of it. */
  readonly deprecated?: Since;
  /** The first version that refuses it. */
  readonly gone?: Since;
  /** What those without it have in its place; completes "use ...". */
  readonly instead: string;
  readonly known: Known;
}

export interface HaproxyKeyword<T = unknown> extends Keyword<T> {
  /** Section of the configuration manual. */
  readonly manual: string;
  readonly versions?: Versions;
  /** Values that not all versions with the keyword take; `means` matches them as an inventory gives them. */
  readonly values?: readonly (Versions & { readonly name: string; readonly means: RegExp })[];
  /** Its lines add to those that are there, where those of others take their place. */
  readonly adds?: true;
  /** The command of the runtime API that sets it at once (management.txt 9.3); `of` is what it is set of. */
  readonly command?: (of: string, value: string) => string;
}

/** The sections of a configuration in which a keyword of proxies may stand: the matrix of manual 4.1. */
export interface ProxyKeyword<T = unknown> extends HaproxyKeyword<T> {
  readonly sections: readonly ("defaults" | "frontend" | "listen" | "backend")[];
}

export type ProxySection = ProxyKeyword["sections"][number];

export const ANYWHERE = ["defaults", "frontend", "listen", "backend"] as const;
export const TOWARDS_CLIENTS = ["defaults", "frontend", "listen"] as const;
export const TOWARDS_SERVERS = ["defaults", "listen", "backend"] as const;

type Dates = Pick<Versions, "since" | "deprecated" | "gone">;

export const isSupported = ({ since, gone }: Dates, version: HaproxyVersion): boolean =>
  (since === undefined || isFrom(version, since)) && (gone === undefined || !isFrom(version, gone));

/** Whether a version takes it with a warning. */
export const isDeprecated = (dates: Dates, version: HaproxyVersion): boolean =>
  dates.deprecated !== undefined && isFrom(version, dates.deprecated) && isSupported(dates, version);

/** `1.5 and later`, `up to 2.4`: the versions that have it. */
export const supportedVersions = ({ since, gone }: Dates): string => {
  const last = gone && `up to ${formatVersion(branchBefore(gone))}`;
  return since ? [`${formatVersion(since)} and later`, last].filter(Boolean).join(", ") : (last ?? "all");
};

/** The keywords of a table that may stand in a section. */
export type StandingIn<T, S extends ProxySection> = {
  [K in keyof T as T[K] extends { readonly sections: readonly (infer In)[] }
    ? S extends In
      ? K
      : never
    : never]: T[K];
};

export const standingIn = <T extends Readonly<Record<string, ProxyKeyword>>, S extends ProxySection>(
  keywords: T,
  section: S,
): StandingIn<T, S> =>
  Object.fromEntries(
    Object.entries(keywords).filter(([, { sections }]) => sections.includes(section)),
  ) as StandingIn<T, S>;

/** `Threads of the process (3.1 nbthread; 1.8 and later).` */
export const documented =
  (prefix: "" | "timeout " | "option " = "") =>
  ({ about, manual, versions }: HaproxyKeyword, key: string): string =>
    `${about} (${manual} ${prefix}${key}${versions ? `; ${supportedVersions(versions)}` : ""}).`;
