import { renameSync, rmSync, writeFileSync } from "node:fs";
import { Failure, reasonOf } from "./failure.js";

/** Written beside it and renamed, so that the file is never half there. */
export const writeWhole = (file: string, text: string): void => {
  const fresh = `${file}.new-${process.pid}`;
  try {
    writeFileSync(fresh, text);
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw new Failure(`can't write ${file}: ${reasonOf(error)}`);
  }
};
