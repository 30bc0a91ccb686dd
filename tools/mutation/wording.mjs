// What mutation testing leaves alone: sentences. Whether a word of one may be another is for a reader, not for a test.
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** The parts of a rule that are read, and that no code looks at. */
const PROSE = new Set(["title", "why", "how", "fix", "source"]);

const isSentence = (path) => path.isStringLiteral() && /\S\s|\s\S/.test(path.node.value);

/** A word that a sentence takes one of two of: `${many ? "have" : "has"}`. */
const isWordInSentence = (path) =>
  path.isStringLiteral() &&
  path.parentPath.isConditionalExpression() &&
  path.key !== "test" &&
  path.parentPath.parentPath.isTemplateLiteral();

const isRuleText = (path) =>
  path.isObjectProperty() &&
  path.get("key").isIdentifier() &&
  PROSE.has(path.node.key.name) &&
  (path.get("value").isStringLiteral() || path.get("value").isArrayExpression());

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, "wording", {
    shouldIgnore: (path) =>
      isSentence(path) || isWordInSentence(path) || isRuleText(path) ? "wording" : undefined,
  }),
];
