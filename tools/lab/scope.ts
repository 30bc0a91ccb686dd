import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one measurement has started and laid out, so that all of it ends with the measurement. */
export class Scope {
  private readonly ends: (() => void | Promise<void>)[] = [];
  private readonly folders: string[] = [];
  private readonly kills: (() => void)[] = [];
  private readonly killAll = (): void => {
    for (const kill of this.kills) kill();
    this.removeFolders();
  };

  constructor() {
    process.once("exit", this.killAll);
  }

  /** What is left to do where the lab itself is ended before its measurement. */
  onKill(kill: () => void): void {
    this.kills.push(kill);
  }

  onEnd(end: () => void | Promise<void>): void {
    this.ends.push(end);
  }

  /** A folder that is gone when the measurement is; open to other users, as daemons give up root. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), "mmconf-lab-"));
    chmodSync(folder, 0o755);
    this.folders.push(folder);
    return folder;
  }

  /** Ends everything at once: the daemons of one tier need no order. */
  async close(): Promise<void> {
    await Promise.all(this.ends.splice(0).map((end) => end()));
    this.removeFolders();
    process.off("exit", this.killAll);
  }

  private removeFolders(): void {
    for (const folder of this.folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
