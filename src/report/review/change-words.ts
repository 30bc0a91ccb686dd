import type { Change } from "../../diff/change.js";
import type { Decision } from "../../diff/comparison.js";
import type { Consequence, Figure, Unit } from "../../diff/consequences.js";
import type { Rollout, Takes } from "../../diff/rollout.js";
import type { Waiver } from "../../fleet/fleet.js";
import { foldHosts } from "../../text/fold-hosts.js";
import { showBytes, showCount, showSeconds } from "../../text/units.js";

/** A change in one line: `mirror-lists: maxconn on 8 server lines: none -> 25`. */
export const changeInWords = (change: Change): string => {
  const { area, before, after, because, hosts } = change;
  if (area === "proxies" || area === "app servers") {
    return `${foldHosts(hosts)}: ${before === null ? `new ${after}` : after === null ? `${before}, removed` : `${before} -> ${after}`}`;
  }
  const reason = because === null ? "" : `, ${because}`;
  return `${settingInWords(change)}: ${before ?? "none"} -> ${after ?? "none"}${reason}`;
};

/** What changes, without its values: `mirror-lists: maxconn on 8 server lines`. */
export const settingInWords = ({ area, subjects, setting, servers, hosts }: Change): string => {
  if (area === "proxies" || area === "app servers") return foldHosts(hosts);
  const lines =
    servers.length === 0 ? "" : ` on ${servers.length} server ${servers.length === 1 ? "line" : "lines"}`;
  return `${area === "figures" ? foldHosts(hosts) : subjects.join(", ")}: ${setting}${lines}`;
};

/** Which hosts are given a change: folded, so that ranges read as ranges. */
export const hostsInWords = ({ hosts }: Pick<Change, "hosts">): string => foldHosts(hosts);

const MERGE_WORDS: Readonly<Record<Decision["merge"], string>> = {
  fine: "safe to merge",
  look: "review before merging",
  stop: "do not merge",
};

export const mergeInWords = ({ merge }: Pick<Decision, "merge">): string => MERGE_WORDS[merge];

const TAKES_WORDS: Readonly<Record<Takes, string>> = {
  nothing: "nothing to roll out",
  runtime: "without a reload",
  sysctl: "by sysctl, no restart",
  reload: "with a reload",
  restart: "with a restart",
};

export const takesInWords = ({ takes }: Pick<Rollout, "takes">): string => TAKES_WORDS[takes];

/** A figure with its unit, for people. */
export const figureInWords = (figure: Figure, unit: Unit): string => {
  if (figure === undefined) return "not given";
  if (figure === null) return unit === "slots" ? "none" : "no limit";
  if (unit === "milliseconds") return showSeconds(figure);
  return unit === "bytes" ? showBytes(figure) : showCount(figure);
};

/** The difference with its sign; "" where one side has no figure. */
export const differenceInWords = ({ before, after, unit }: Consequence): string => {
  if (typeof before !== "number" || typeof after !== "number") return before === after ? "" : "*";
  const difference = after - before;
  if (difference === 0) return "";
  return `${difference > 0 ? "+" : "-"}${figureInWords(Math.abs(difference), unit)}`;
};

/** A waiver in one line: what is accepted, until when, and why. */
export const waiverInWords = ({ rule, subject, until, reason }: Waiver): string =>
  `${rule}${subject === undefined ? "" : ` of ${subject}`}, until ${until}: ${reason}`;
