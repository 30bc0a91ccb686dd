import type { Move } from "../../moves/move.js";
import type { UnitCount } from "../../tune/choice.js";
import type { Tuning } from "../../tune/tune.js";
import { joinPath } from "../../yaml/node.js";
import { predictionToJson } from "./simulate-json.js";

const proposal = ({ path, before, value, because }: Move) => ({
  path: joinPath("", path),
  keys: path,
  before: before ?? null,
  value,
  because,
});

/** `processes`, or what else the slots come in. */
const unitsOf = (units: UnitCount | undefined): Readonly<Record<string, number>> =>
  units === undefined ? {} : { [units.setting]: units.count };

/** A proposal for programs, whose keys may be added to but not taken from. */
export const tuningToJson = ({ moves, kept, before, after, remaining, missing, tried, served }: Tuning) => ({
  environment: before.environment,
  storm: before.storm,
  runs: before.runs,
  seed: before.seed,
  serves: served,
  proposals: moves.map(proposal),
  kept: kept.map(({ pin, move }) => ({ pin: joinPath("", pin), ...proposal(move) })),
  before: predictionToJson(before),
  after: predictionToJson(after),
  remaining: remaining.map(({ rule, severity, message, fix }) => ({ rule, severity, message, fix })),
  tried: tried.map(({ choice, answered, p99, remaining: open }) => ({
    processes: null,
    ...unitsOf(choice.units),
    share: choice.share,
    timeout_queue_seconds: choice.queue === undefined ? null : choice.queue.value / 1000,
    answered,
    p99_seconds: p99,
    findings: open.length,
  })),
  missing:
    missing === undefined
      ? null
      : {
          slots: missing.slots,
          needed_slots: missing.needed ?? null,
          processes: null,
          ...unitsOf(missing.units),
          app_servers: missing.appServers ?? null,
          memory_bytes: missing.memory?.needed ?? null,
        },
});
