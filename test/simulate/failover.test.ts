import { describe, expect, it } from "vitest";
import { idleWorld, planWith } from "./small-tier.js";

/** Two active servers and two backups of one slot each; what is asked is whether a new request waits or is with a backup. */
const failOver = (listener: string, version = "2.6.12") => {
  const world = idleWorld(
    planWith(`
app_servers: { app2: {} }
backups: { "backup[1-2]": {} }
haproxy: { version: "${version}", listeners: { web: { ${listener}, server: { maxconn: 1 } } } }`),
  );
  const [first] = world.lines;
  if (first === undefined) throw new Error("there are four server lines");
  const { backend } = first;
  const active = backend.lines.filter(({ plan }) => !plan.backup);
  const backups = backend.lines.filter(({ plan }) => plan.backup);
  const begin = () => {
    world.events.now++;
    const { sessions } = world;
    sessions.ask(sessions.begin(0, 1000), 0, backend.plan.key === "none" ? -1 : 1);
  };
  while (backend.queued === 0) begin();
  for (const line of active) backend.markDown(line);
  return {
    begin,
    backend,
    /** Requests that the backups have. */
    atBackups: () => backups.reduce((sum, { served }) => sum + served, 0),
    finishOne: () => {
      const line = [...backups, ...active].find(({ served }) => served > 0);
      if (line !== undefined) backend.release(line);
    },
  };
};

const both = (algorithms: readonly string[]) =>
  algorithms.flatMap((algorithm) =>
    ["", ", option: { allbackups: true }"].map((option) => `balance: ${algorithm}${option}`),
  );

// The same on HAProxy itself: test/daemons/facts/backups-behind-a-queue.test.ts.
describe("a queue that is left once every active server is DOWN", () => {
  it.each(both(["roundrobin", "static-rr", "first"]))("keeps new requests from idle backups: %s", (lines) => {
    const { begin, backend, atBackups } = failOver(lines);
    begin();
    expect([backend.queued, atBackups()]).toEqual([2, 0]);
  });

  it.each(both(["leastconn", "random", "random(1)", "hdr(appserver)"]))(
    "does not, and is served as the backups answer: %s",
    (lines) => {
      const { begin, backend, atBackups, finishOne } = failOver(lines);
      begin();
      expect([backend.queued, atBackups()]).toEqual([1, 1]);
      finishOne();
      expect([backend.queued, atBackups()]).toEqual([0, 1]);
    },
  );

  it.each(both(["uri", "source"]))("does not where it was for one server alone: %s", (lines) => {
    const { begin, backend, atBackups } = failOver(lines);
    begin();
    expect([backend.queued, atBackups()]).toEqual([1, 1]);
  });

  it("keeps them from the backups when nothing is under way any more, too, up to 3.0", () => {
    const { begin, backend, atBackups, finishOne } = failOver("balance: roundrobin");
    finishOne();
    finishOne();
    begin();
    expect([backend.queued, atBackups()]).toEqual([2, 0]);
  });

  it("keeps them from the backups from 3.1 on only while the servers that are DOWN have requests", () => {
    const { begin, backend, atBackups, finishOne } = failOver("balance: roundrobin", "3.1");
    begin();
    expect([backend.queued, atBackups()]).toEqual([2, 0]);
    finishOne();
    finishOne();
    begin();
    expect([backend.queued, atBackups()]).toEqual([2, 1]);
    finishOne();
    expect([backend.queued, atBackups()]).toEqual([1, 1]);
  });

  it("did not before 2.3", () => {
    const { begin, backend, atBackups } = failOver("balance: roundrobin", "2.2");
    begin();
    expect([backend.queued, atBackups()]).toEqual([1, 1]);
  });
});
