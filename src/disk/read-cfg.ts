import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Decoded } from "../haproxy/cfg/bytes.js";
import { decode } from "../haproxy/cfg/bytes.js";
import { cfgFilesOf } from "../haproxy/cfg/folder.js";
import { Failure, reasonOf } from "../text/failure.js";
import { readBytes } from "./read-text.js";

/** A file of HAProxy's, by the name under which it was found. */
export interface CfgText extends Decoded {
  readonly name: string;
}

/** The files and folders that `haproxy -f` is given, in the order in which it reads them. */
export const readCfgTexts = (paths: readonly string[]): readonly CfgText[] =>
  paths.flatMap(filesAt).map((name) => {
    const read = readBytes(name);
    if (!read.ok) throw new Failure(`can't read ${name}: ${read.reason}`);
    return { name, ...decode(read.bytes) };
  });

/** A folder's files as HAProxy has them; what is no file in it, is none for HAProxy. */
const filesAt = (path: string): readonly string[] => {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return cfgFilesOf(readdirSync(path))
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile());
  } catch (error) {
    throw new Failure(`can't read ${path}: ${reasonOf(error)}`);
  }
};
