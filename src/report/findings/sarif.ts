import { subjectText } from "../../fleet/subject.js";
import { SET_FILE } from "../../inventory/set.js";
import type { RuleDoc } from "../../rules/define.js";
import type { Finding } from "../../rules/finding.js";
import { jsonText } from "../../text/json-text.js";
import { fingerprints } from "./fingerprint.js";
import { figuresToJson } from "./json.js";
import type { Report } from "./report.js";
import { whyWithHosts } from "./report.js";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

const LEVEL: Readonly<Record<Finding["severity"], string>> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/**
 * The report as SARIF 2.1.0, one run, for GitHub code scanning and editors. `rules` is the whole catalogue; a finding of
 * a rule that is not in it gets a rule made of the finding.
 */
export const formatSarif = (report: Report, rules: readonly RuleDoc[], version: string): string => {
  const catalogue = withUnknown(rules, report.findings);
  const indices = new Map(catalogue.map((rule, index) => [rule.slug, index]));
  const prints = fingerprints(report.findings);
  return jsonText({
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: { name: "mmconf", version, semanticVersion: version, rules: catalogue.map(ruleToSarif) },
        },
        // Places count UTF-16 units, as the reader of inventories does.
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "The folder that mmconf was run in." } } },
        results: report.findings.map((finding, index) =>
          resultOf(finding, indices.get(finding.rule) ?? -1, prints[index] ?? ""),
        ),
      },
    ],
  });
};

const withUnknown = (rules: readonly RuleDoc[], findings: readonly Finding[]): readonly RuleDoc[] => {
  const bySlug = new Map(rules.map((rule) => [rule.slug, rule]));
  for (const { rule, severity, why, fix } of findings) {
    if (!bySlug.has(rule))
      bySlug.set(rule, { slug: rule, severity, title: rule, why, how: "", fix, source: [] });
  }
  return [...bySlug.values()];
};

const ruleToSarif = ({ slug, severity, title, why, fix, source }: RuleDoc) => {
  const about = [
    ["Why", why],
    ["Fix", fix],
    ["Source", source.join("; ")],
  ].filter(([, text]) => text !== "") as [string, string][];
  return {
    id: slug,
    shortDescription: { text: message(title === "" ? slug : title) },
    fullDescription: { text: message(why === "" ? title : why) },
    help: {
      text: message(about.map(([name, text]) => `${name}: ${text}`).join("\n\n")),
      markdown: about.map(([name, text]) => `**${name}.** ${markdown(text)}`).join("\n\n"),
    },
    defaultConfiguration: { level: LEVEL[severity] },
  };
};

const resultOf = (finding: Finding, ruleIndex: number, fingerprint: string) => ({
  ruleId: finding.rule,
  ruleIndex,
  level: LEVEL[finding.severity],
  message: { text: message(describe(finding)) },
  locations: [locationOf(finding)],
  partialFingerprints: {
    "mmconfFinding/v1": fingerprint,
    // The one name that GitHub looks at. Left to itself it hashes the line, and would take two environments that
    // inherit a line for one finding.
    primaryLocationLineHash: fingerprint,
  },
  // Empty, not absent, where there is none: a run has them for all of its results or for none (SARIF 3.27.23).
  suppressions: finding.waived
    ? [
        {
          kind: "external",
          status: "accepted",
          justification: finding.waived.reason,
          properties: { until: finding.waived.until },
        },
      ]
    : [],
  properties: {
    environment: finding.environment,
    subject: subjectText(finding.subject),
    hosts: finding.hosts,
    figures: figuresToJson(finding.figures),
    ...(finding.set === undefined ? {} : { set: finding.set }),
  },
});

const locationOf = ({ at }: Finding) => ({
  // An override from the command line stands in no file.
  ...(at.file === SET_FILE
    ? {}
    : {
        physicalLocation: {
          artifactLocation: fileToUri(at.file),
          region: {
            startLine: at.line,
            startColumn: at.column,
            endColumn: Math.max(at.endColumn, at.column),
          },
        },
      }),
  ...(at.path === "" ? {} : { logicalLocations: [{ fullyQualifiedName: at.path, kind: "member" }] }),
});

const fileToUri = (file: string) => {
  const path = file
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
  return path.startsWith("/")
    ? { uri: `file://${path}` }
    : { uri: path.replace(/^(?:\.\/)+/, ""), uriBaseId: "SRCROOT" };
};

const describe = (finding: Finding): string => {
  const head = finding.environment === "" ? "" : `${finding.environment}: `;
  const why = whyWithHosts(finding);
  const rest = [why && `Why: ${sentence(why)}`, finding.fix && `Fix: ${sentence(finding.fix)}`];
  return [sentence(`${head}${finding.message}`), ...rest].filter((part) => part !== "").join("\n\n");
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** A plain text message: braces would be placeholders (SARIF 3.11.5), and `[a](b)` a link (3.11.6). */
const message = (text: string): string => text.replace(/[{}]/g, "$&$&").replaceAll("](", "] (");

/** Prose as Markdown that shows it as it is; code in backticks stays code. */
const markdown = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\`*_<>[\]#|~!&]/g, "\\$&")))
    .join("")
    .replace(/[{}]/g, "$&$&");
