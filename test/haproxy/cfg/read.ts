import type { Configuration } from "../../../src/haproxy/cfg/configuration.js";
import { readConfiguration } from "../../../src/haproxy/cfg/configuration.js";
import type { HaproxyVersion } from "../../../src/haproxy/version.js";
import { readVersion } from "../../../src/haproxy/version.js";

export const versionOf = (text: string): HaproxyVersion => {
  const version = readVersion(text);
  if (version === undefined) throw new Error(`${text} is no version`);
  return version;
};

/** One file of the name `a.cfg`, as a version reads it. */
export const configurationOf = (text: string, version = "3.4"): Configuration =>
  readConfiguration([{ name: "a.cfg", text }], versionOf(version));
