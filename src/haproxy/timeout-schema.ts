import * as z from "zod/mini";
import { duration } from "../schema/quantity-field.js";

/** Times are kept in 31 bits of milliseconds, about 24.8 days; 0 would be no limit at all (manual 2.5; 2.6 measured). */
export const time = (about: string, example?: string) =>
  duration(about, example, {
    least: 1,
    most: 2 ** 31 - 1,
    because: " by HAProxy; leave it out where no limit is meant",
  });

const TIMEOUTS = [
  "connect",
  "client",
  "server",
  "queue",
  "check",
  "http-request",
  "http-keep-alive",
  "tunnel",
  "tarpit",
  "client-fin",
  "server-fin",
] as const;
export type TimeoutName = (typeof TIMEOUTS)[number];

export const timeout = z.strictObject({
  connect: z.optional(time("Time to wait for a connection to a server (4.2 timeout connect).", "5s")),
  client: z.optional(time("Longest silence of the client (4.2 timeout client).", "50s")),
  server: z.optional(time("Longest silence of the server (4.2 timeout server).", "50s")),
  queue: z.optional(
    time("Longest wait in the queue for a slot; unset, timeout connect (4.2 timeout queue).", "60s"),
  ),
  check: z.optional(
    time(
      "Time for a check's answer once connected; unset, inter bounds the whole check (4.2 timeout check).",
      "5s",
    ),
  ),
  "http-request": z.optional(time("Time for a complete request (4.2 timeout http-request).", "10s")),
  "http-keep-alive": z.optional(
    time("Time to wait for the next request (4.2 timeout http-keep-alive).", "10s"),
  ),
  tunnel: z.optional(time("Silence of a tunnel (4.2 timeout tunnel).", "1h")),
  tarpit: z.optional(time("Time a tarpitted request is held (4.2 timeout tarpit).", "60s")),
  "client-fin": z.optional(time("Silence of a client half closed (4.2 timeout client-fin).", "30s")),
  "server-fin": z.optional(time("Silence of a server half closed (4.2 timeout server-fin).", "30s")),
} satisfies Record<TimeoutName, unknown>);

export type TimeoutSettings = z.output<typeof timeout>;
