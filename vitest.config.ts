import { defineConfig } from "vitest/config";

/** What `npm test` leaves to `npm run test:slow`: what real daemons do, the fuzzing, and what is named so. */
const SLOW = ["test/daemons/facts/**/*.test.ts", "test/fuzz/**/*.test.ts", "test/**/*.slow.test.ts"];

/** A test waits for what it is about, however busy the machine is: only one that hangs takes as long. Milliseconds. */
const HANGS = 5 * 60_000;

export default defineConfig({
  test: {
    // A process for each of two hundred files would start Node and import the sources as often.
    isolate: false,
    maxWorkers: "100%",
    // As many cases as MMCONF_FUZZ asks for may take hours.
    testTimeout: process.env.MMCONF_FUZZ === undefined ? HANGS : 0,
    hookTimeout: HANGS,
    expect: { poll: { timeout: HANGS } },
    coverage: { include: ["src/**"], reporter: ["text-summary", "html"] },
    projects: [
      { extends: true, test: { name: "quick", include: ["test/**/*.test.ts"], exclude: SLOW } },
      { extends: true, test: { name: "slow", include: SLOW } },
    ],
  },
});
