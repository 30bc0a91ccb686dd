import type { Milliseconds, Share } from "../text/units.js";
import type { Lane } from "./queue.js";
import type { Clock, Lost, Server } from "./state.js";
import { held } from "./state.js";
import type { Front, Group, ServiceTimes, StormTier } from "./tier.js";

/** Requests are answered, and slots of units that are replaced are gone for a while. */
export const complete = (server: Server, { now, step, mean, batch }: Clock): void => {
  const { group, replacing, came } = server;
  if (now > 0) came[now] = came[now - 1] as number;
  const present = server.n / batch;
  server.slots =
    group.slots *
    (replacing === undefined ? 1 : replacing.next(now, server.out, step, leavesAfter(group, present, mean)));
  for (const { most, slots } of group.behind)
    if (present > most - NEARLY) server.slots = Math.min(server.slots, slots);
  const places = server.slots * batch;
  const part = step / (mean * batch);
  const out =
    server.n <= places && !server.fed
      ? server.n * (1 - Math.exp(-part))
      : Math.min(Math.min(places, server.n) * part, server.n);
  server.fed = false;
  server.out = out;
  server.done = server.n === 0 ? 0 : out / server.n;
  server.n -= out;
};

/** What a count that fills up to a limit comes short of it. */
const NEARLY = 1e-3;

/** How long a unit at its last request goes on: until all its slots are idle at once, or it has had its time. */
const leavesAfter = (
  { graceful, slots, units }: Group,
  present: number,
  mean: Milliseconds,
): Milliseconds => {
  if (graceful === 0) return 0;
  const idle = Math.max(1 - present / slots, 0) ** (slots / units);
  return Math.min(graceful, idle === 0 ? graceful : mean / idle);
};

interface Arriving {
  readonly front: Front;
  readonly tier: StormTier;
  readonly clock: Clock;
  readonly lost: Lost;
  /** In HAProxy's queue. */
  readonly waited: Milliseconds;
}

/** Many that come in one step wait as long as where each of them finds itself. */
const PARTS = 6;

export const arrive = (server: Server, lane: Lane, arriving: Arriving): void => {
  const { clock } = arriving;
  const added = (lane.given * lane.times) / server.group.count;
  server.came[clock.now] = (server.came[clock.now] as number) + added;
  const parts = added > Math.max(server.slots * clock.batch * 0.1, 1e-3) ? PARTS : 1;
  for (let part = 0; part < parts; part++) {
    const behind = (server.n + (added * 0.5) / parts) / clock.batch;
    const refused = arrivePart(server, behind, (lane.given * lane.times) / parts, arriving);
    server.n += added / parts - refused / server.group.count;
  }
  lane.at += lane.given;
  server.most = Math.max(server.most, server.n / clock.batch);
};

/** What becomes of `amount` that find so many requests before them; gives those of them that don't get in. */
const arrivePart = (server: Server, behind: number, amount: number, arriving: Arriving): number => {
  const { front, clock, lost, waited } = arriving;
  const { service } = arriving.tier.load;
  const patience = Math.max(arriving.tier.load.patience - waited, 0);
  const { group, slots } = server;
  const { mean } = clock;
  const wait = waitBehind(behind, slots, mean);
  server.wait = Math.max(server.wait, wait);
  const spread = spreadOf(behind, mostServed(group, slots), mean, service);
  // Clients that go first do not see what HAProxy gives up on later.
  const late =
    patience < front.serverTimeout ? 0 : amount * overWith(front.serverTimeout - wait, spread, service);
  const inside = Math.min(behind, group.workers);
  const trying = Math.max(inside - slots - group.backlog, 0);
  const soon = (trying / slots) * mean;
  // Its SYN is sent again until there is a place, at ever longer intervals.
  if (placeIn(held(behind, server, clock), server, mean) > front.connectWithin / 2) {
    lost.backlog += amount;
    server.lost.backlog += amount;
    return amount;
  }
  let rest = amount - late;
  const away = overWith(patience - wait, spread, service);
  // They try at intervals, whoever finds a place first: not in order.
  const gone =
    rest * (trying > 0 ? Math.max(away, Math.exp(-Math.max(patience - (wait - soon), 0) / soon)) : away);
  lost.server += late;
  lost.gone += gone;
  server.lost.server += late;
  rest -= gone;
  // As long as others come that may find a place before them; once none come, their turn is sure.
  const among = Math.min(Math.max(arriving.tier.load.over - clock.now * clock.step, 0) / soon, 1);
  const full =
    trying > 0 && soon > 0 ? rest * (soon > group.tries ? 1 : among) * Math.exp(-group.tries / soon) : 0;
  lost.backlog += full;
  server.lost.backlog += full;
  rest -= full;
  const pending = waitBehind(Math.min(inside, slots + group.backlog), slots, mean);
  const slow =
    pending > group.waitWithin ? rest : rest * overWith(group.answerWithin - pending, spread, service);
  lost.server += slow;
  server.lost.server += slow;
  return full;
};

/** Requests from which on one waits: for a slot, or for what is behind the slots. */
const mostServed = ({ behind }: Group, slots: number): number =>
  behind.reduce((least, { most }) => Math.min(least, most), slots);

/** Mean time until one of so many finds a place in the accept queue; 0 where there is one. */
export const placeIn = (present: number, { group, slots }: Server, mean: Milliseconds): Milliseconds =>
  (Math.max(present - group.workers - group.accepts, 0) / slots) * mean;

/** Mean time until as many as are before one have left it a slot. */
export const waitBehind = (present: number, slots: number, mean: Milliseconds): Milliseconds =>
  (Math.max(present - slots, 0) / slots) * mean;

/** How far the wait behind so many is from its mean, by chance. */
export const spreadOf = (
  present: number,
  slots: number,
  mean: Milliseconds,
  { variation }: ServiceTimes,
): Milliseconds => {
  const some = Math.sqrt(Math.max(present, 1) * (variation + 0.3));
  // Where slots are free whatever chance does, none waits.
  return present + 2 * some < slots ? 0 : (mean * some) / slots;
};

/** Share of requests whose service takes longer than what a wait of that spread leaves of a limit. */
export const overWith = (left: Milliseconds, spread: Milliseconds, service: ServiceTimes): Share =>
  left - SQRT3 * spread > service.most
    ? 0
    : service.over(left) * (2 / 3) +
      (service.over(left - SQRT3 * spread) + service.over(left + SQRT3 * spread)) / 6;

/** Gauss-Hermite with three nodes: a mean over a normal, exact for polynomials up to the fifth degree. */
const SQRT3 = Math.sqrt(3);
