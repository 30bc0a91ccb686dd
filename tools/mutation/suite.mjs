// What tests import from vitest, as far as those of values need it: they are collected here, to be run in any order.
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from "@vitest/expect";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const expect = (value, message) => chai.expect(value, message);
Object.assign(expect, chai.expect, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
setState({ assertionCalls: 0, isExpectingAssertions: false, environment: "node" }, expect);

/** `load` imports a test file with the `vitest` that it is given; returns the tests in the order of the file. */
export const collect = (file, load) => {
  const tests = [];
  const within = [];
  const describe = (name, body) => {
    within.push(name);
    body();
    within.pop();
  };
  const it = (name, body) => {
    tests.push({ id: `${file}#${tests.length}`, file, name: [...within, name].join(" > "), body });
  };
  describe.each = each(describe);
  it.each = each(it);
  load({ describe, it, expect });
  return tests;
};

const each = (one) => (rows) => (name, body) => {
  for (const [index, row] of rows.entries()) {
    const values = Array.isArray(row) ? row : [row];
    one(`${name} [${index}: ${String(values[0])}]`, () => body(...values));
  }
};
