import type { Change } from "../../diff/change.js";
import type { Consequence, Figure, Unit } from "../../diff/consequences.js";
import { HEADROOM } from "../../diff/consequences.js";
import type { Decision } from "../../diff/decision.js";
import type { Rollout, Takes } from "../../diff/rollout.js";
import type { WeighedWaiver } from "../../diff/waivers.js";
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

/** Which hosts are given a change, and of how many where others keep what they have: `proxy03 (1 of 6)`. */
export const hostsInWords = ({ hosts, among }: Pick<Change, "hosts" | "among">): string =>
  `${foldHosts(hosts)}${hosts.length < among ? ` (${hosts.length} of ${among})` : ""}`;

/** A change behind the names of its hosts: `proxy03 (1 of 6): mirror-lists: maxconn on 8 server lines: 25 -> 37`. */
export const placedInWords = (change: Change): string => {
  const named = OF_HOSTS.has(change.area) || change.hosts.length === 0;
  return `${named ? "" : `${hostsInWords(change)}: `}${changeInWords(change)}`;
};

/** Areas whose changes begin with the names of their hosts. */
const OF_HOSTS = new Set<string>(["proxies", "app servers", "figures"]);

/** The runtime API's commands by the hosts that they are for, all of them named: on any other they do harm. */
export const commandsByHosts = (
  changes: readonly (Change & { readonly rollout: Rollout })[],
): readonly { readonly hosts: string; readonly commands: readonly string[] }[] => {
  const byHosts = new Map<string, string[]>();
  for (const { hosts, rollout } of changes) {
    if (rollout.commands.length === 0) continue;
    const named = foldHosts(hosts, Number.POSITIVE_INFINITY);
    const known = byHosts.get(named) ?? [];
    byHosts.set(named, known);
    for (const command of rollout.commands) known.push(command);
  }
  return [...byHosts].map(([hosts, commands]) => ({ hosts, commands }));
};

/** Whose a figure is: `app1-4`; `app1-4 -> app2` where it is another host's after the change. "" is the whole fleet's. */
export const ownersInWords = ({ hosts: { before, after } }: Consequence): string => {
  const [was, is] = [foldHosts(before), foldHosts(after)];
  if (was === "" || was === is) return is;
  return is === "" ? was : `${was} -> ${is}`;
};

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
const figureInWords = (figure: Figure, unit: Unit): string => {
  if (figure === undefined) return "not given";
  if (figure === null) return "no limit";
  if (unit === "milliseconds") return showSeconds(figure);
  return unit === "bytes" ? showBytes(figure) : showCount(figure);
};

/** One side of a consequence. Where nothing limits the requests, any number of slots may be missing. */
export const sideInWords = (consequence: Consequence, side: "before" | "after"): string =>
  consequence[side] === null && consequence.name === HEADROOM
    ? "no lower limit"
    : figureInWords(consequence[side], consequence.unit);

/** The difference with its sign; "" where one side has no figure. */
export const differenceInWords = ({ before, after, unit }: Consequence): string => {
  if (typeof before !== "number" || typeof after !== "number") return before === after ? "" : "*";
  const difference = after - before;
  if (difference === 0) return "";
  return `${difference > 0 ? "+" : "-"}${figureInWords(Math.abs(difference), unit)}`;
};

/** A waiver in one line: what is accepted, how severe that is, until when, and why. */
export const waiverInWords = ({ rule, subject, accepts, until, reason }: WeighedWaiver): string =>
  `${rule}${subject === undefined ? "" : ` of ${subject}`} (${accepts ?? "accepts nothing"}), until ${until}: ${reason}`;

/** What became of a waiver that only the side after has: another reason or a shorter time accept no more than before. */
export const waiverStateInWords = ({ more }: Pick<WeighedWaiver, "more">): string => more ?? "changed";
