import { inventoryJsonSchema } from "../../src/api/json-schema.js";
import { cell, NOTE } from "./note.js";
import type { Schema } from "./schema.js";

/** Every key of an inventory, from the schema that reads it. */
export const inventoryPage = (): string => {
  const top = inventoryJsonSchema() as Schema;
  return [NOTE, INTRODUCTION, ...section("", top)].join("\n");
};

const INTRODUCTION = `# The inventory

One YAML 1.2 or JSON file describes one environment: \`inventories/prod.yaml\` is \`prod\`. A key is spelled as its
target's own manual spells it; words of mmconf's own are in snake_case.

- **Units.** Durations and sizes carry one: \`60s\`, \`1500ms\`, \`10min\`, \`512MiB\`, \`4GiB\`. A bare number is an error
  that proposes one.
- **Host ranges.** \`app[1-4,7]\` is app1 to app4 and app7; \`proxy[01-06]\` keeps its zeros. A range that lies within
  another refines it. Two ranges that share hosts otherwise are an error.
- **extends.** \`extends: before.yaml\` refines another inventory, relative to this one: maps merge key by key, lists
  and scalars replace, \`null\` removes.
- **--set PATH=VALUE** lays a value over the inventory for one run: \`--set haproxy.version=1.4\`,
  \`--set kernel.net.core.somaxconn=1024\`, \`--set 'app_servers.app[1-2].memory=8GiB'\`.
- **What differs on one host** stands under the host: \`proxies: { proxy03: { haproxy: { ... } } }\`,
  \`app_servers: { app1: { mirrorlist: { wsgi: { processes: 60 } } } }\`.
- **Recorded times.** A storm's \`arrivals\` and \`service_time\` may name a file: one time a line in seconds, after a
  comma how often it occurred; a heading, blank lines and lines with \`#\` are passed over. Arrivals count from the
  first of them, so that they may come from any clock. The path counts from the inventory that names it, and the file
  must lie in the project, links followed; only \`--set\` may name one elsewhere.
- **Waivers.** \`accept:\` holds findings that are accepted, with a reason and a last day. The day after, the waiver
  is an error, and the finding stands again.
- **Size.** A file may hold 2,000,000 values: 100,000 hosts, each written out with nine settings, are a million, and
  are read in a second. A file with more of YAML than maps, lists, and values on one line (anchors, tags, text over
  several lines) takes ten times as long, and may hold 2,000,000 lines, brackets, dashes and colons.
- **directives** hold lines that mmconf does not model. They are rendered as they stand, and the daemon's own checker
  sees them in \`mmconf verify\`.

Unknown keys, keys that stand twice, tags, and values that would break out of their line are errors, each at its
place. For completion in an editor, begin an inventory with

\`\`\`yaml
# yaml-language-server: $schema=../mmconf.schema.json
\`\`\`
`;

const section = (path: string, given: Schema): string[] => {
  const schema = unwrapNull(given);
  const rows = Object.entries(schema.properties ?? {}).map(
    ([key, value]) =>
      `| \`${key}\` | ${kindOf(unwrapNull(value))} | ${cell(value.description ?? unwrapNull(value).description ?? "")} |`,
  );
  const table =
    rows.length === 0
      ? []
      : [
          `## ${path === "" ? "At the top" : `\`${path}\``}`,
          "",
          ...about(path, given),
          "| key | value | what it is |",
          "|---|---|---|",
          ...rows,
          "",
        ];
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    section(path === "" ? key : `${path}.${key}`, value),
  );
  const each =
    typeof schema.additionalProperties === "object"
      ? section(`${path}.<name>`, schema.additionalProperties)
      : [];
  const items = schema.items ? section(`${path}[]`, schema.items) : [];
  return [...table, ...below, ...each, ...items];
};

const about = (path: string, schema: Schema): string[] =>
  path !== "" && schema.description ? [schema.description, ""] : [];

const unwrapNull = (schema: Schema): Schema => {
  const [first, second, ...more] = schema.anyOf ?? [];
  return first && second?.type === "null" && more.length === 0
    ? { ...first, ...(schema.description ? { description: schema.description } : {}) }
    : schema;
};

const kindOf = (schema: Schema): string => {
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (schema.properties) return "a map";
  if (typeof schema.additionalProperties === "object") {
    const said = Object.keys(unwrapNull(schema.additionalProperties)).length > 0;
    return said ? "a map by name" : "a map";
  }
  if (schema.items) return "a list";
  if (schema.type === "boolean") return "`true` or `false`";
  if (schema.type === "integer") return wholeNumber(schema);
  const [example] = schema.examples ?? [];
  return example === undefined ? "text" : `such as \`${cell(String(example))}\``;
};

const LARGEST = 2 ** 31 - 1;

const wholeNumber = ({ minimum, maximum }: Schema): string =>
  maximum === undefined || maximum >= LARGEST
    ? `a whole number, ${minimum ?? 0} or more`
    : `a whole number, ${minimum ?? 0} to ${maximum}`;
