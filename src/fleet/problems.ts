import type { Problem } from "../yaml/problem.js";

/** What is found wrong while a fleet is resolved. One slip in a range is one problem, however many hosts the range stands for. */
export class Problems {
  readonly found: Problem[] = [];
  private readonly known = new Set<string>();

  add(problem: Problem): void {
    const { rule, at, message } = problem;
    const key = JSON.stringify([rule, at.file, at.line, at.column, message]);
    if (this.known.has(key)) return;
    this.known.add(key);
    this.found.push(problem);
  }

  addAll(problems: Iterable<Problem>): void {
    for (const problem of problems) this.add(problem);
  }
}
