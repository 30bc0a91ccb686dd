import { expect, it } from "vitest";
import { programFile } from "../../tools/daemons/program.js";
import { binaryAt } from "../../tools/versions/binary.js";
import { isUnexpected, questionsFor } from "../../tools/versions/questions.js";
import { describeWith } from "./requires.js";

describeWith(["haproxy"], "the HAProxy that is installed", () => {
  it("takes, warns of and refuses what mmconf says of its version, keyword by keyword", () => {
    const binary = binaryAt(programFile("haproxy"));
    const questions = questionsFor(binary.version);
    expect(questions.length).toBeGreaterThan(150);
    const unexpected = questions
      .map((question) => ({ question, answer: binary.ask(question.config) }))
      .filter(({ question, answer }) => isUnexpected(question, answer));
    expect(unexpected.map(({ question, answer }) => [question.title, answer.said])).toEqual([]);
  });
});
