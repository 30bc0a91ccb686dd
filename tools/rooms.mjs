// Whether every import points to its own room or to one below, and none are in a cycle: node tools/rooms.mjs [SRC]
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The rooms of src/, lowest first; a folder inside one counts to it unless it has a line of its own. */
const ROOMS = [
  "text",
  "yaml",
  "schema",
  "haproxy",
  "apache",
  "inventory",
  "fleet",
  "moves",
  "render",
  "disk",
  "verify",
  "storm",
  "rules",
  "simulate/plan",
  "simulate/world",
  "simulate/figures",
  "simulate",
  "tune",
  "fixes",
  "diff/text",
  "diff",
  "report",
  "report/html/kit",
  "report/html",
  "extend",
  "runtimes",
  "modules",
  "api",
  "project",
  "cli",
];
/** What stands in src/ itself is what the package exports. */
const TOP = "the top of src";
/** Each folder in one of these knows nothing of its neighbours. */
const APART = ["runtimes", "modules"];

const [src = join(dirname(fileURLToPath(import.meta.url)), "../src")] = process.argv.slice(2);

const files = readdirSync(src, { recursive: true })
  .map((file) => file.split(sep).join("/"))
  .filter((file) => file.endsWith(".ts"))
  .sort();

/** `import ... from`, `export ... from`, `import "..."` and `import("...")`, of types too. */
const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

const importsIn = (file) => {
  const text = readFileSync(join(src, file), "utf8");
  return [...text.matchAll(IMPORT)].map(({ 1: path, index }) => ({
    file,
    line: text.slice(0, index).split("\n").length,
    to: posix.join(posix.dirname(file), path).replace(/\.js$/, ".ts"),
  }));
};

const roomOf = (file) => {
  for (let folder = posix.dirname(file); folder !== "."; folder = posix.dirname(folder))
    if (ROOMS.includes(folder)) return folder;
  return file.includes("/") ? undefined : TOP;
};

const heightOf = (room) => (room === TOP ? ROOMS.length : ROOMS.indexOf(room));

const apartOf = (file) => {
  const [room, folder, ...rest] = file.split("/");
  return APART.includes(room) && rest.length > 0 ? `${room}/${folder}` : undefined;
};

/** Why an import must not be; undefined where it may. */
const reasonAgainst = ({ file, to }) => {
  const [from, room] = [roomOf(file), roomOf(to)];
  if (heightOf(room) > heightOf(from)) return `${from} imports ${to}, and ${room} is above it`;
  const [own, other] = [apartOf(file), apartOf(to)];
  if (own !== undefined && other !== undefined && own !== other)
    return `${own} imports ${to}, and the two are to know nothing of one another`;
  return undefined;
};

/** The shortest way from `file` back to itself; undefined where there is none. */
const cycleThrough = (file) => {
  const ways = [[]];
  const seen = new Set();
  for (const way of ways)
    for (const one of graph.get(way.at(-1)?.to ?? file)) {
      if (one.to === file) return [...way, one];
      if (seen.has(one.to)) continue;
      seen.add(one.to);
      ways.push([...way, one]);
    }
  return undefined;
};

const cyclesIn = () => {
  const told = new Set();
  return files.flatMap((file) => {
    const cycle = told.has(file) ? undefined : cycleThrough(file);
    for (const one of cycle ?? []) told.add(one.file);
    return cycle === undefined ? [] : [cycle];
  });
};

const graph = new Map(files.map((file) => [file, importsIn(file).filter(({ to }) => files.includes(to))]));
const imports = [...graph.values()].flat();
const strangers = files.filter((file) => roomOf(file) === undefined);
const reversed = imports.flatMap((one) => {
  const reason = strangers.includes(one.file) || strangers.includes(one.to) ? undefined : reasonAgainst(one);
  return reason === undefined ? [] : [`${one.file}:${one.line}: ${reason}`];
});
const cycles = cyclesIn();

for (const file of strangers) console.error(`${file}: its folder is in no room: tools/rooms.mjs lists them`);
for (const line of reversed) console.error(line);
for (const cycle of cycles)
  console.error(
    `${cycle.map(({ file, line, to }) => `${file}:${line} imports ${to}`).join(", ")}: an import cycle`,
  );
if (strangers.length + reversed.length + cycles.length > 0) {
  console.error(
    `${reversed.length} imports run back up, ${cycles.length} import cycles; ${strangers.length} files are in no room`,
  );
  process.exit(1);
}
