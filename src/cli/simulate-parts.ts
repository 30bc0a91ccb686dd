import * as z from "zod/mini";
import { Failure } from "../project/failure.js";
import type { Project } from "../project/project.js";
import type { Case } from "../simulate/case.js";
import { OUTCOMES } from "../simulate/outcome.js";
import { VERSION } from "../version.js";

const count = z.number().check(z.nonnegative());
const waits = z.strictObject({ mean: count, p50: count, p90: count, p99: count, max: count });

const run = z.strictObject({
  run: count,
  outcomes: z.array(count).check(z.length(OUTCOMES.length)),
  made: count,
  wait: waits,
  queue: waits,
  downEvents: count,
  carried: z.nullable(z.strictObject({ requests: count, busy: count })),
  proxies: z.array(z.strictObject({ requests: count, answered: count, queued: count })),
  servers: z.array(z.strictObject({ busy: count, waiting: count, down: count })),
  step: z.number().check(z.positive()),
  samples: z.array(
    z.strictObject({ queued: count, busy: count, waiting: count, failed: count, down: count }),
  ),
  events: count,
});

const parts = z.strictObject({
  mmconf: z.literal(VERSION),
  parts: z.array(
    z.strictObject({
      subject: z.strictObject({
        environment: z.string(),
        storm: z.string(),
        seed: count,
        requests: z.number().check(z.positive()),
        overSeconds: count,
        everySeconds: z.nullable(count),
        leftOut: z.array(z.string()),
        proxies: z.array(z.string()),
        servers: z.array(
          z.strictObject({ name: z.string(), role: z.enum(["active", "backup"]), slots: count }),
        ),
      }),
      value: z.nullable(z.string()),
      runs: z.array(run),
    }),
  ),
});

/** Runs as --merge reads them: on one line, as nobody else does. */
export const formatParts = (cases: readonly Case[]): string =>
  `${JSON.stringify({ mmconf: VERSION, parts: cases })}\n`;

/** The runs in a file that --shard printed. */
export const readParts = (project: Project, file: string): readonly Case[] => {
  const got = project.read(file);
  if (!got.ok) throw new Failure(`can't read ${file}: ${got.reason}`);
  const parsed = parts.safeParse(asJson(got.text));
  if (!parsed.success) throw new Failure(`${file} is not what simulate --shard of mmconf ${VERSION} prints`);
  return parsed.data.parts;
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
