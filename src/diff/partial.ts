import type { Fleet } from "../fleet/fleet.js";
import { resolveFleet } from "../fleet/resolve.js";
import { subjectText } from "../fleet/subject.js";
import type { FleetTargets } from "../fleet/targets.js";
import type { Rule } from "../rules/define.js";
import type { Finding } from "../rules/finding.js";
import { evaluate } from "../rules/run.js";
import type { MapNode } from "../yaml/node.js";
import type { Leaf } from "./leaves.js";
import { differingLeaves, withLeaves } from "./leaves.js";

/** A part of a change that can be rolled out by itself: one setting, wherever it stands. */
export interface Step {
  /** `haproxy.listeners.mirror-lists.server.maxconn`. */
  readonly setting: string;
  readonly leaves: readonly Leaf[];
}

/** A part of the change that is worse than none of it, with the finding that neither side has. */
export interface WorseAlone {
  readonly step: string;
  readonly finding: Finding;
}

export interface RolloutOrder {
  /** Steps in an order in which no moment has an error that neither side has; where there is none, `stuck` names those left. */
  readonly order: readonly string[];
  readonly stuck: readonly string[];
  readonly worseAlone: readonly WorseAlone[];
}

/** More steps than a person rolls out one by one; and larger fleets take seconds to try. */
const MAX_STEPS = 30;
const MAX_HOSTS = 2000;

/**
 * Which parts of a change would be worse than none, and an order in which no part is. Each part is tried on the
 * * inventory before, and evaluated with every rule. Undefined if there are fewer than two parts, or too many to try.
 */
export const rolloutOrder = (
  before: Fleet,
  after: Fleet,
  { rules, targets }: { readonly rules: readonly Rule[]; readonly targets: FleetTargets },
): RolloutOrder | undefined => {
  if (before.appServers.length > MAX_HOSTS || after.appServers.length > MAX_HOSTS) return undefined;
  const rendered = renderedSections([before, after], targets);
  const steps = stepsOf(differingLeaves(before.node, after.node), rendered);
  if (steps.length < 2 || steps.length > MAX_STEPS) return undefined;

  const errorsOf = (fleet: Fleet): readonly Finding[] =>
    evaluate(fleet, rules).findings.filter((finding) => finding.severity === "error");
  const known = new Set([before, after].flatMap(errorsOf).map(identityOf));
  /** The first error of this part alone; null if the part is no valid inventory by itself. */
  const newError = (taken: readonly Step[]): Finding | null | undefined => {
    const fleet = resolve(
      before,
      withLeaves(
        before.node,
        taken.flatMap((step) => step.leaves),
      ),
      targets,
    );
    return fleet === undefined ? null : errorsOf(fleet).find((finding) => !known.has(identityOf(finding)));
  };

  const worseAlone = steps.flatMap((step) => {
    const finding = newError([step]);
    return finding ? [{ step: step.setting, finding }] : [];
  });
  return { worseAlone, ...orderOf(steps, (taken) => newError(taken) === undefined) };
};

const resolve = (like: Fleet, root: MapNode, targets: FleetTargets): Fleet | undefined => {
  const resolved = resolveFleet(
    like.environment,
    { root, problems: [], recordings: like.recordings },
    targets,
  );
  return resolved.ok ? resolved.fleet : undefined;
};

/** A finding is the same on both sides whatever its figures and its place. */
const identityOf = ({ rule, subject }: Finding): string => `${rule} ${subjectText(subject)}`;

/** Takes, again and again, the first step that does no harm after those taken. */
const orderOf = (
  steps: readonly Step[],
  harmless: (taken: readonly Step[]) => boolean,
): { readonly order: readonly string[]; readonly stuck: readonly string[] } => {
  const taken: Step[] = [];
  let left = [...steps];
  for (;;) {
    const next = left.find((step) => harmless([...taken, step]));
    if (next === undefined)
      return { order: taken.map((step) => step.setting), stuck: left.map((step) => step.setting) };
    taken.push(next);
    left = left.filter((step) => step !== next);
  }
};

/** What is rendered from: the proxies' section, services', and those of modules. The rest is figures and notes. */
const renderedSections = (fleets: readonly Fleet[], { modules }: FleetTargets): ReadonlySet<string> =>
  new Set([
    "haproxy",
    ...fleets.flatMap(({ appServers }) =>
      appServers.flatMap(({ services }) => services.map(({ path }) => path[0] ?? "")),
    ),
    ...modules.map(({ name }) => name),
  ]);

/** Values gathered by their setting: what one host differs in goes with the fleet's own value of that name. */
const stepsOf = (leaves: readonly Leaf[], rendered: ReadonlySet<string>): readonly Step[] => {
  const steps = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const path = ofHost(leaf.path);
    if (!rendered.has(path[0] ?? "")) continue;
    const setting = path.join(".");
    steps.set(setting, [...(steps.get(setting) ?? []), leaf]);
  }
  return [...steps].map(([setting, grouped]) => ({ setting, leaves: grouped }));
};

const OF_HOSTS = new Set<string | undefined>(["proxies", "app_servers", "backups"]);

const ofHost = (path: readonly string[]): readonly string[] => (OF_HOSTS.has(path[0]) ? path.slice(2) : path);
