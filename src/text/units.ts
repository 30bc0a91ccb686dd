/** A number with its unit: plain numbers are taken, those with another unit are not. */
type In<Unit extends string> = number & { readonly unit?: Unit };

/** Base units of the fleet: every duration is in milliseconds, every size in bytes, every share between 0 and 1. */
export type Milliseconds = In<"ms">;
export type Bytes = In<"B">;
export type Share = In<"1">;
/** What the simulator predicts is told in seconds. */
export type Seconds = In<"s">;

const MS: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

export const DURATION = /^(\d+(?:\.\d+)?)(us|ms|s|m|min|h|d)$/;
export const SIZE = /^(\d+(?:\.\d+)?)(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$/;
export const PERCENT = /^(\d+(?:\.\d+)?)%$/;

const read = (text: string, pattern: RegExp, units: Readonly<Record<string, number>>): number => {
  const [, amount = "", unit = ""] = pattern.exec(text) ?? [];
  return Number((Number(amount) * (units[unit] ?? Number.NaN)).toPrecision(15));
};

/** `60s`, `1.5s`, `10min` to milliseconds; NaN where the text is not a duration. */
export const parseDuration = (text: string): Milliseconds => read(text, DURATION, MS);

/** `4GiB`, `700MiB`, `2GB` to bytes; NaN where the text is not a size. */
export const parseSize = (text: string): Bytes => Math.round(read(text, SIZE, BYTES));

/** `40%` to 0.4; NaN where the text is not a percentage. */
export const parsePercent = (text: string): Share =>
  read(text.replace("%", "p"), /^(\d+(?:\.\d+)?)(p)$/, { p: 0.01 });

/** The spelling that every HAProxy takes: whole seconds where it is whole seconds, else `ms`, else `us`. */
export const formatDuration = (ms: Milliseconds): string => {
  if (ms % 1000 === 0) return `${ms / 1000}s`;
  return Number.isInteger(ms) ? `${ms}ms` : `${Math.round(ms * 1000)}us`;
};

/** For people: 13.3 s, 250 ms. */
export const showSeconds = (ms: Milliseconds): string =>
  ms < 1000 ? `${trim(ms)} ms` : `${trim(ms / 1000)} s`;

/** For people: 4 GiB, 700 MiB, 3.5 GiB. */
export const showBytes = (bytes: Bytes): string => {
  const magnitude = Math.abs(bytes);
  if (magnitude >= 1024 ** 3 && Number.isInteger((bytes / 1024 ** 3) * 4)) return `${bytes / 1024 ** 3} GiB`;
  if (magnitude >= 1024 ** 2) return `${trim(bytes / 1024 ** 2)} MiB`;
  if (magnitude >= 1024) return `${trim(bytes / 1024)} KiB`;
  return `${bytes} B`;
};

/** For people: 40 %, 12.5 %. */
export const showPercent = (share: Share): string => `${trim(share * 100)} %`;

const trim = (value: number): string => {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return showCount(Number(value.toFixed(digits)));
};

/** For people: 1,000,000. By hand, as the first use of toLocaleString takes 15 ms to load its tables. */
export const showCount = (value: number): string => {
  const [whole = "", fraction] = String(Number(value.toFixed(3))).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};
