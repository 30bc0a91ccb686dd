import { posix } from "node:path";
import { showCount } from "../text/units.js";
import type { MapNode } from "../yaml/node.js";
import { nodeAt } from "../yaml/node.js";
import type { Origin } from "../yaml/place.js";
import type { Problem } from "../yaml/problem.js";
import { problem } from "../yaml/problem.js";
import type { Read, ReadFile } from "./read-file.js";
import type { Recording } from "./recording.js";
import { parseRecording } from "./recording.js";
import { SET_FILE } from "./set.js";

/** Recordings by the path of the value that names their file: `storms.release-day.arrivals.file`. */
export type Recordings = ReadonlyMap<string, Recording>;

export interface ReadRecordings {
  readonly recordings: Recordings;
  readonly problems: readonly Problem[];
  /** The files that were read, with their texts. */
  readonly sources: ReadonlyMap<string, string>;
}

/** The keys of a storm that may name a file. */
const NAMED_BY = ["arrivals", "service_time"] as const;

export const recordingPath = (storm: string, key: (typeof NAMED_BY)[number]): string =>
  `storms.${storm}.${key}.file`;

/** Reads the files that the storms of an inventory name; what an override names counts from `inventory`. */
export const readRecordings = (root: MapNode, inventory: string, read: ReadFile): ReadRecordings => {
  const recordings = new Map<string, Recording>();
  const problems: Problem[] = [];
  const sources = new Map<string, string>();
  const readOnce = remembered(read);
  const known = new Map<string, Recording>();
  let characters = 0;
  for (const { path, value, origin } of named(root)) {
    const { file, got } = readNamed(value, origin, inventory, readOnce);
    if (!got.ok) {
      const fix = "name a file of the project that exists and that you may read";
      problems.push(problem("schema/read", origin, `can't read ${value}: ${got.reason}`, fix));
      continue;
    }
    const before = known.get(file);
    if (before !== undefined) {
      recordings.set(path, before);
      continue;
    }
    characters += got.text.length;
    if (characters > MAX_CHARACTERS) {
      const message = `${file} and the recordings before it have more than ${showCount(MAX_CHARACTERS)} characters`;
      const fix = "write equal times on one line, with their number after a comma";
      problems.push(problem("schema/recording", origin, message, fix));
      break;
    }
    sources.set(file, got.text);
    const parsed = parseRecording(got.text, file, path);
    problems.push(...parsed.problems);
    if (parsed.problems.length === 0 && path.endsWith(".service_time.file") && takesNoTime(parsed.recording))
      problems.push(
        problem(
          "schema/recording",
          origin,
          `the requests in ${file} take no time: their mean is below the least that is taken, 0.01 ms`,
          "record how long each request holds its slot, in seconds",
        ),
      );
    known.set(file, parsed.recording);
    recordings.set(path, parsed.recording);
  }
  return { recordings, problems, sources };
};

/** As for a mean that is written out. */
const takesNoTime = ({ times, counts, total }: Recording): boolean =>
  times.reduce((sum, time, index) => sum + time * (counts[index] as number), 0) / total < 0.01;

/** Of all recordings of an inventory: four of the longest. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** Any number of storms may name one file. */
const remembered = (read: ReadFile): ReadFile => {
  const known = new Map<string, Read>();
  return (file, within) => {
    const key = `${within ?? ""}\n${file}`;
    const got = known.get(key) ?? read(file, within);
    known.set(key, got);
    return got;
  };
};

interface NamedFile {
  readonly path: string;
  readonly value: string;
  readonly origin: Origin;
}

const named = (root: MapNode): readonly NamedFile[] => {
  const storms = root.entries.get("storms");
  if (storms?.kind !== "map") return [];
  return [...storms.entries].flatMap(([name, storm]) =>
    NAMED_BY.flatMap((key): readonly NamedFile[] => {
      const node = nodeAt(storm, key, "file");
      if (node?.kind !== "scalar" || typeof node.value !== "string" || node.value.trim() === "") return [];
      return [{ path: recordingPath(name, key), value: node.value.trim(), origin: node.origin }];
    }),
  );
};

/**
 * An inventory may be another's, and lines of the file that it names are shown where they are wrong: it must lie in the
 * project; or, where the inventory itself does not, beside that. A user's own override may name any file.
 */
const readNamed = (
  value: string,
  { file: by }: Origin,
  inventory: string,
  read: ReadFile,
): { readonly file: string; readonly got: Read } => {
  const own = by === SET_FILE;
  const folder = posix.dirname(own ? inventory : by);
  const file = posix.isAbsolute(value) ? value : posix.normalize(posix.join(folder, value));
  if (own) return { file, got: read(file) };
  const within = posix.isAbsolute(by) || by.startsWith("../") ? folder : ".";
  return isBelow(file, within)
    ? { file, got: read(file, within) }
    : { file, got: { ok: false, reason: `it lies outside ${within === "." ? "the project" : within}` } };
};

const isBelow = (file: string, folder: string): boolean => {
  if (folder === ".") return !posix.isAbsolute(file) && !file.startsWith("../");
  return file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
};
