import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One request as the app server saw it, in milliseconds of one clock; `until` is Infinity while it lasts. */
export interface Served {
  readonly path: string;
  readonly from: number;
  readonly until: number;
}

/** An app server that notes what it is sent. */
export interface App {
  readonly port: number;
  readonly served: (path?: string) => readonly Served[];
  /** How many requests it holds. */
  readonly holds: () => number;
  /** Answers what is held. */
  readonly answer: () => void;
  /** The same, and holds nothing from now on. */
  readonly release: () => void;
}

/** Held until it is released, or until the other side gives up. */
export const HELD = Number.POSITIVE_INFINITY;

/** Starts an app server that answers a request with its own name, after as many milliseconds as `holds` says. */
export const startApp = async (name: string, holds: (path: string) => number = () => 0): Promise<App> => {
  const served: { path: string; from: number; until: number }[] = [];
  const held = new Set<() => void>();
  let released = false;
  const answerHeld = () => {
    for (const answer of held) answer();
    held.clear();
  };
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    const entry = { path, from: performance.now(), until: HELD };
    served.push(entry);
    response.once("close", () => {
      entry.until = performance.now();
    });
    const answer = () => response.end(name);
    const time = released ? 0 : holds(path);
    if (time === HELD) {
      held.add(answer);
      response.once("close", () => held.delete(answer));
    } else setTimeout(answer, time);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    served: (path) => served.filter((entry) => path === undefined || entry.path === path),
    holds: () => held.size,
    answer: answerHeld,
    release: () => {
      released = true;
      answerHeld();
    },
  };
};

/** The most requests that were under way at the same moment. */
export const mostAtOnce = (served: readonly Pick<Served, "from" | "until">[]): number =>
  Math.max(
    0,
    ...served.map(({ from }) => served.filter((other) => other.from <= from && from < other.until).length),
  );
