import * as z from "zod/mini";
import { oneOf } from "../schema/choice-field.js";
import type { FieldIssue } from "../schema/field.js";
import { accept, described, field, refuse } from "../schema/field.js";
import { duration as anyDuration, whole } from "../schema/quantity-field.js";
import { text } from "../schema/text-field.js";
import { DISTRIBUTIONS, stormAddress } from "./storm-address.js";

/** A storm is a matter of minutes, and a year of one is a slip of the pen. */
const LONGEST = 366 * 86_400_000;

const duration = (about: string, example: string, least = 0) =>
  anyDuration(about, example, { least, most: LONGEST });

const SHAPES = ["uniform", "spike"] as const;

const arrivals = field<(typeof SHAPES)[number] | { readonly file: string }>(
  {
    anyOf: [
      { type: "string", enum: SHAPES },
      { type: "object", properties: { file: { type: "string" } }, additionalProperties: false },
    ],
    description:
      "When the requests come: uniform, each at any moment of over with equal chance; spike, all at once; { file: arrivals.csv }, at the recorded times, and then the file has requests and over. Unset, uniform.",
    examples: ["spike"],
  },
  (input) => {
    const shape = SHAPES.find((known) => known === input);
    if (shape !== undefined) return accept(shape);
    const fix = "write uniform, spike or { file: arrivals.csv }";
    if (typeof input !== "object" || input === null || Array.isArray(input))
      return refuse("schema/value", `${JSON.stringify(input)} is not a way to arrive`, fix);
    const { file, ...more } = input as { readonly file?: unknown };
    const [unknown] = Object.keys(more);
    if (unknown !== undefined)
      return refuse("schema/unknown-key", `${unknown} is not a key of arrivals`, fix);
    return typeof file === "string" && file.trim() !== ""
      ? accept({ file })
      : refuse("schema/required", "has no file", fix);
  },
);

const serviceTime = z
  .strictObject({
    mean: z.optional(duration("Mean time that a request holds its slot.", "1.5s", 0.01)),
    distribution: z.optional(oneOf("How the time is spread; default exponential.", DISTRIBUTIONS)),
    file: z.optional(
      text(
        "In place of both, recorded times, to draw from as they are.",
        /\S/,
        "the name of a file",
        "service-times.csv",
      ),
    ),
  })
  .check(
    z.superRefine(({ mean, distribution, file }, context) => {
      if (file === undefined && mean === undefined) need(context, "mean", "1.5s, or file: service-times.csv");
      if (file !== undefined && mean !== undefined)
        clash(context, "mean", "file", "the recorded times already define it");
      if (file !== undefined && distribution !== undefined)
        clash(context, "distribution", "file", "the recorded times already define it");
    }),
  );

export const stormSection = z
  .strictObject({
    requests: z.optional(whole("Requests in one storm, over all proxies.", 1, 1e9)),
    over: z.optional(duration("Time in which they arrive.", "150s")),
    arrivals: z.optional(arrivals),
    to: z.optional(stormAddress),
    every: z.optional(duration("Time from one storm to the next.", "10min", 1)),
    service_time: z.optional(
      described(
        "How long a request holds its slot; unset where each listener under to has its own.",
        serviceTime,
      ),
    ),
    patience: z.optional(duration("Time after which a client gives up.", "60s")),
    retry: z.optional(
      described(
        "A client that got 500, 503 or 504, or lost its patience, asks again.",
        z.strictObject({
          times: whole("Times that it asks again, at most.", 1, 1000),
          after: duration("Pause before it does.", "5s"),
        }),
      ),
    ),
  })
  .check(
    z.superRefine(({ requests, over, arrivals, to, service_time }, context) => {
      const own = Object.values(to ?? {});
      if (
        service_time === undefined &&
        (own.length === 0 || own.some((part) => part.service_time === undefined))
      )
        need(context, "service_time", "{ mean: 1.5s }");
      const recorded = typeof arrivals === "object";
      if (recorded && requests !== undefined)
        clash(context, "requests", "arrivals: { file }", "as many come as the file holds");
      if (!recorded && requests === undefined) need(context, "requests", "2000");
      if (recorded && over !== undefined)
        clash(context, "over", "arrivals: { file }", "they come when the file says");
      if (arrivals === "spike" && over !== undefined && over > 0)
        clash(context, "over", "arrivals: spike", "a spike comes all at once");
      if (!recorded && arrivals !== "spike" && over === undefined) need(context, "over", "150s");
    }),
  );

export type StormSection = z.output<typeof stormSection>;

const need = (context: z.core.$RefinementCtx, key: string, example: string): void =>
  report(context, key, "is required and not set", {
    rule: "schema/required",
    fix: `set it, for instance to ${example}`,
  });

const clash = (context: z.core.$RefinementCtx, key: string, with_: string, because: string): void =>
  report(context, key, `does not go with ${with_}: ${because}`, {
    rule: "schema/value",
    fix: `take ${key} out; where an inventory that this one extends sets it, write ${key}: null`,
  });

const report = (context: z.core.$RefinementCtx, key: string, message: string, params: FieldIssue): void =>
  context.addIssue({ code: "custom", path: [key], message, params: { ...params } });
