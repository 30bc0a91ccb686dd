import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import type { Answer, Binary } from "./binary.js";
import { binaryAt } from "./binary.js";
import type { Question } from "./questions.js";
import { generatedFor, isUnexpected, questionsFor } from "./questions.js";
import type { BuildRecord } from "./record.js";
import { FOLDER, keepRecord } from "./record.js";

const USAGE = `npm run versions -- --haproxy PATH... [--no-facts] [--dry-run]
  asks each haproxy about every key of the table, raw lines, the environments and generated inventories, runs
  test/daemons/facts on it, and keeps what it says in ${FOLDER}; exit 1 where mmconf says otherwise
  --no-facts  leaves the facts out, which take minutes and processes
  --dry-run   keeps nothing
`;

/** Asks HAProxy binaries about all that is known of their versions; its exit code. */
export const main = async (args: readonly string[]): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      haproxy: { type: "string", multiple: true },
      "no-facts": { type: "boolean" },
      "dry-run": { type: "boolean" },
    },
  });
  const files = [...(values.haproxy ?? []), ...positionals];
  if (files.length === 0) {
    console.error(USAGE);
    return 2;
  }
  let differences = 0;
  for (const file of files) {
    const binary = binaryAt(file);
    const ask = (questions: readonly Question[]) =>
      questions.map((question) => ({ question, answer: binary.ask(question.config) }));
    const asked = ask(questionsFor(binary.version));
    const generated = ask(generatedFor(binary.version));
    const facts = values["no-facts"] ? undefined : factsOn(binary);
    if (!values["dry-run"]) keepRecord(recordOf(binary, { asked, generated, facts }));
    const lines = [...asked, ...generated].flatMap(differenceOf);
    differences += lines.length;
    console.log(
      `${binary.name}: ${asked.length + generated.length} questions, ${lines.length} answers that mmconf does not expect${facts ? `; facts: ${facts.passed} hold, ${facts.failed.length} do not` : ""}`,
    );
    for (const line of [...lines, ...(facts?.failed ?? [])]) console.log(`  ${line}`);
  }
  return differences === 0 ? 0 : 1;
};

interface Asked {
  readonly question: Question;
  readonly answer: Answer;
}

const differenceOf = ({ question, answer }: Asked): readonly string[] =>
  isUnexpected(question, answer)
    ? [`${question.title}: ${answer.verdict}, expected ${question.expected}: ${answer.said.join("; ")}`]
    : [];

const recordOf = (
  binary: Binary,
  {
    asked,
    generated,
    facts,
  }: {
    readonly asked: readonly Asked[];
    readonly generated: readonly Asked[];
    readonly facts: BuildRecord["facts"];
  },
): BuildRecord => {
  const of = (all: readonly Asked[], verdict: Answer["verdict"]) =>
    all.filter(({ answer }) => answer.verdict === verdict);
  const said = (verdict: Answer["verdict"]) =>
    Object.fromEntries(of(asked, verdict).map(({ question, answer }) => [question.title, answer.said]));
  return {
    version: binary.name,
    asked: new Date().toISOString().slice(0, 10),
    build: binary.build,
    ...(facts ? { facts } : {}),
    generated: {
      asked: generated.length,
      refused: of(generated, "refused").map(({ answer }) => answer.said),
    },
    taken: of(asked, "taken").map(({ question }) => question.title),
    warned: said("warned"),
    refused: said("refused"),
  };
};

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The facts under test/daemons/facts, with this binary in the place of the installed one. */
const factsOn = ({ file }: Binary): BuildRecord["facts"] => {
  const { stdout } = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--project",
      "slow",
      "test/daemons/facts",
      "--reporter",
      "json",
      "--testTimeout",
      "60000",
    ],
    { encoding: "utf8", env: { ...process.env, MMCONF_HAPROXY: file }, maxBuffer: 2 ** 28 },
  );
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as Report;
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => fullName.trim());
  return { passed: report.numPassedTests, failed };
};
