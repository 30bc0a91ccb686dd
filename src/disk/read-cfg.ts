import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Decoded } from "../haproxy/cfg/bytes.js";
import { decode } from "../haproxy/cfg/bytes.js";
import { cfgFilesOf } from "../haproxy/cfg/folder.js";
import { Failure, reasonOf } from "../text/failure.js";
import type { Bytes } from "../text/units.js";
import { showBytes } from "../text/units.js";
import { readBytes } from "./read-text.js";

/** A file of HAProxy's, by the name under which it was found. */
export interface CfgText extends Decoded {
  readonly name: string;
}

/** 500,000 server lines: each takes about 2 KiB of memory once it is read. */
const MAX_CFG_BYTES: Bytes = 32 * 1024 * 1024;

/** The files and folders that `haproxy -f` is given, in the order in which it reads them. */
export const readCfgTexts = (paths: readonly string[]): readonly CfgText[] =>
  paths.flatMap(filesAt).map((name) => {
    const read = readBytes(name);
    if (!read.ok) throw new Failure(`can't read ${name}: ${read.reason}`);
    if (read.bytes.length > MAX_CFG_BYTES)
      throw new Failure(
        `can't read ${name}: it has ${showBytes(read.bytes.length)}; the limit is ${showBytes(MAX_CFG_BYTES)}`,
      );
    return { name, ...decode(read.bytes) };
  });

/** A folder's files as HAProxy has them; what is no file in it, is none for HAProxy. */
const filesAt = (path: string): readonly string[] => {
  try {
    if (!statSync(path).isDirectory()) return [path];
    return someOf(
      path,
      cfgFilesOf(readdirSync(path))
        .map((name) => join(path, name))
        .filter((file) => statSync(file).isFile()),
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`can't read ${path}: ${reasonOf(error)}`);
  }
};

const someOf = (folder: string, files: readonly string[]): readonly string[] => {
  if (files.length === 0) throw new Failure(`can't read ${folder}: no file in it ends in .cfg`);
  return files;
};
