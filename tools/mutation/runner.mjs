/*
 * A runner for Stryker that runs one mutant through the tests that reach it in some ten milliseconds. Vitest needs
 * seconds for the same: it starts a worker and imports all sources for each test file of each mutant.
 */

import { basename } from "node:path";
import { Script } from "node:vm";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { bundle, HELD_BY } from "./bundle.mjs";
import { collect } from "./suite.mjs";

/** The mutants' switchboard: what the instrumented sources look at. */
globalThis.__stryker__ ??= {};
const switches = globalThis.__stryker__;

/** A mutant may loop for ever, and what runs in a script of its own can be stopped. Milliseconds. */
const LONGEST = 10_000;
const SHORTEST = 1500;
const call = new Script("globalThis.__called__()");
const stoppable = (body, timeout = LONGEST) => {
  globalThis.__called__ = body;
  return call.runInThisContext({ timeout });
};
const isEndless = (error) => error?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";

class InProcessRunner {
  #testFiles = [];
  #fresh;
  /** What a test took when it last passed, by its id; and a file, with all its tests, by its path. */
  #took = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const { testFiles, fresh } = await bundle();
    this.#testFiles = testFiles;
    this.#fresh = fresh;
  }

  async dryRun() {
    Object.assign(switches, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    switches.mutantCoverage = { static: {}, perTest: {} };
    const copy = this.#fresh();
    copy.sources();
    const results = [];
    for (const file of this.#testFiles) {
      // What a file computes while it is read is the work of each of its tests.
      switches.currentTestId = file;
      const start = performance.now();
      const tests = collect(file, copy.test(file));
      const { [file]: shared = {}, ...perTest } = switches.mutantCoverage.perTest;
      switches.mutantCoverage.perTest = perTest;
      for (const test of tests) {
        perTest[test.id] = { ...shared };
        switches.currentTestId = test.id;
        results.push(await this.#run(test, LONGEST));
      }
      this.#took.set(file, performance.now() - start);
    }
    switches.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage: switches.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, sandboxFileName }) {
    Object.assign(switches, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const chosen = testFilter && new Set(testFilter);
    const reached = chosen && new Set(testFilter.map((id) => id.replace(/#.*$/, "")));
    const [, area] = /src\/(\w+)/.exec(sandboxFileName) ?? [];
    const files = HELD_BY[area].flatMap((name) =>
      this.#testFiles.filter((file) => file.startsWith(`test/${name}/`) && (!reached || reached.has(file))),
    );
    const copy = this.#fresh();
    const results = [];
    // Its own tests first, then the quick ones: most mutants fail there, and the other files need not be read.
    const quickFirst = (a, b) => this.#tookOf(a) - this.#tookOf(b);
    const own = `/${basename(sandboxFileName, ".ts")}.test.ts`;
    const ownFirst = (a, b) => Number(b.endsWith(own)) - Number(a.endsWith(own)) || quickFirst(a, b);
    try {
      for (const file of files.sort(ownFirst)) {
        const tests = stoppable(() => collect(file, copy.test(file)));
        for (const test of tests.filter(({ id }) => !chosen || chosen.has(id)).sort(quickFirst)) {
          results.push(await this.#run(test, this.#limitOf(test)));
          if (results.at(-1).status === TestStatus.Failed) break;
        }
        if (results.at(-1)?.status === TestStatus.Failed) break;
      }
    } catch (error) {
      if (isEndless(error)) return { status: MutantRunStatus.Timeout, reason: "no end" };
      // With this mutant a test file can't even be read.
      const [id = `${files[0]}#0`] = testFilter ?? [];
      const failureMessage = String(error);
      results.push({ id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage });
    }
    const timeout = determineHitLimitReached(switches.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests: results });
  }

  #tookOf(test) {
    return this.#took.get(test.id ?? test) ?? 1;
  }

  #limitOf({ id }) {
    return Math.ceil(Math.min(LONGEST, Math.max(SHORTEST, 5 * (this.#took.get(id) ?? LONGEST))));
  }

  async #run({ id, file, name, body }, limit) {
    const start = performance.now();
    let failure;
    try {
      await stoppable(body, limit);
    } catch (error) {
      if (isEndless(error)) throw error;
      failure = String(error?.message ?? error).slice(0, 500);
    }
    const timeSpentMs = performance.now() - start;
    if (failure === undefined) this.#took.set(id, timeSpentMs);
    const result = { id, name, fileName: file, timeSpentMs };
    return failure === undefined
      ? { ...result, status: TestStatus.Success }
      : { ...result, status: TestStatus.Failed, failureMessage: failure };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
