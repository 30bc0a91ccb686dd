import * as z from "zod/mini";
import type { Project } from "../project/project.js";
import type { Case } from "../simulate/case.js";
import type { Outcome } from "../simulate/plan/outcome.js";
import { FLAGS, STATUSES } from "../simulate/plan/outcome.js";
import { outcomesOf } from "../simulate/plan/plan-instance.js";
import { Failure } from "../text/failure.js";
import { jsonLine } from "../text/json-text.js";
import { visibleLine } from "../text/terminal.js";
import { VERSION } from "../text/version.js";

/** Sums over any number of runs stay finite. */
const MAX_COUNT = 1e18;
const count = z.number().check(z.nonnegative(), z.maximum(MAX_COUNT));
const waits = z.strictObject({ mean: count, p50: count, p90: count, p99: count, max: count });

const outcomes = z.array(
  z.strictObject({ status: z.enum(STATUSES), flags: z.enum(FLAGS), words: z.string() }),
);

const run = z.strictObject({
  run: count,
  outcomes: z.array(count),
  made: count,
  wait: waits,
  queue: waits,
  downEvents: count,
  carried: z.nullable(z.strictObject({ requests: count, busy: count })),
  proxies: z.array(z.strictObject({ requests: count, answered: count, queued: count })),
  servers: z.array(z.strictObject({ busy: count, waiting: count, down: count })),
  events: count,
});

const curve = z.array(count);

const sums = z.strictObject({
  curves: z.strictObject({
    step: z.number().check(
      z.minimum(1000),
      z.maximum(MAX_COUNT),
      z.refine((step) => Number.isInteger(Math.log2(step / 1000))),
    ),
    answered: curve,
    failed: curve,
    queued: z.array(curve),
    busy: z.array(curve),
    waiting: z.array(curve),
    down: z.array(curve),
  }),
  waits: z.array(count),
  queueWaits: z.array(count),
});

const groups = z.array(z.array(count));

const parts = z.strictObject({
  mmconf: z.literal(VERSION),
  parts: z.array(
    z.strictObject({
      subject: z.strictObject({
        environment: z.string(),
        storm: z.string(),
        seed: count,
        requests: z.number().check(z.positive(), z.maximum(MAX_COUNT)),
        overSeconds: count,
        everySeconds: z.nullable(count),
        leftOut: z.array(z.string()),
        proxies: z.array(z.string()),
        servers: z.array(
          z.strictObject({ name: z.string(), role: z.enum(["active", "backup"]), slots: count }),
        ),
        curves: z.strictObject({ proxies: groups, servers: groups, lines: z.array(count) }),
        outcomes,
      }),
      value: z.nullable(z.string()),
      of: count,
      runs: z.array(run),
      sums,
    }),
  ),
});

/** What every version writes. */
const written = z.object({ mmconf: z.string(), parts: z.array(z.unknown()) });

/** Runs as --merge reads them: on one line, as nobody else does. */
export const formatParts = (cases: readonly Case[]): string => jsonLine({ mmconf: VERSION, parts: cases });

/** The runs in a file that --shard printed. */
export const readParts = (project: Project, file: string): readonly Case[] => {
  const got = project.read(file);
  if (!got.ok) throw new Failure(`can't read ${file}: ${got.reason}`);
  const json = asJson(got.text);
  const other = written.safeParse(json);
  if (other.success && other.data.mmconf !== VERSION)
    throw new Failure(
      `${file} was made by mmconf ${visibleLine(other.data.mmconf)}, and this is ${VERSION}: all parts must be made by the same version`,
    );
  const parsed = parts.safeParse(json);
  if (!parsed.success || !parsed.data.parts.every(isCountedBy(outcomesOf(project.targets.runtimes))))
    throw new Failure(`${file} is not what simulate --shard of mmconf ${VERSION} prints`);
  return parsed.data.parts;
};

/** Runs count their requests by outcome: those of the file must be those of these runtimes. */
const isCountedBy =
  (known: readonly Outcome[]) =>
  ({ subject, runs }: Case): boolean =>
    JSON.stringify(subject.outcomes) === JSON.stringify(known) &&
    runs.every((one) => one.outcomes.length === known.length);

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
