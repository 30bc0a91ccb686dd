import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import type { HeldScript } from "../apache.js";
import { heldScript, startApache } from "../apache.js";
import { mostAtOnce } from "../app.js";
import { askAtOnce } from "../load.js";
import { waitFor } from "../machine.js";
import { describeWith } from "../requires.js";

const group = (script: string, words: string): string => `
WSGIDaemonProcess app ${words}
WSGIProcessGroup app
WSGIScriptAlias / ${script}
`;

/** What a script has served of so many requests that come at once: they are held until it has `slots` of them. */
const served = async (script: HeldScript, requests: number, slots: number, lines: string) => {
  const { port } = await startApache(lines);
  const answers = askAtOnce(requests, { port });
  await waitFor("the slots to be taken", () => script.begun() >= slots);
  // More would come now, if there were more slots.
  await sleep(200);
  script.release();
  expect((await answers).map((answer) => answer.status)).toEqual(Array(requests).fill(200));
  return script.served();
};

describeWith(["apache2", "mod_wsgi", "python3"], "a daemon process group of mod_wsgi", () => {
  it.each([
    [1, 1],
    [3, 1],
    [1, 3],
    [2, 2],
  ])(
    "with %d processes of %d threads serves their product at once; the rest waits and is served",
    async (processes, threads) => {
      const script = heldScript();
      const slots = processes * threads;
      const lines = group(script.file, `processes=${processes} threads=${threads}`);
      const requests = await served(script, slots * 3, slots, lines);
      expect(mostAtOnce(requests)).toBe(slots);
      expect(new Set(requests.map(({ process }) => process)).size).toBe(processes);
    },
  );

  it("of one process has 15 threads where threads is not set", async () => {
    const script = heldScript();
    expect(mostAtOnce(await served(script, 24, 15, group(script.file, "processes=1")))).toBe(15);
  });

  it("serves nothing where no WSGIProcessGroup leads to it: Apache's own processes run the script", async () => {
    const script = heldScript();
    const lines = `WSGIDaemonProcess app processes=1 threads=1\nWSGIScriptAlias / ${script.file}`;
    const requests = await served(script, 6, 2, lines);
    expect(requests.map((request) => request.group)).toEqual(Array(6).fill(""));
    expect(mostAtOnce(requests)).toBeGreaterThan(1);
  });

  it("is reached by MaxRequestWorkers requests only, where those are fewer than its slots", async () => {
    const script = heldScript();
    const lines = `
ServerLimit 1
ThreadsPerChild 2
MaxRequestWorkers 2
${group(script.file, "processes=4 threads=1")}`;
    expect(mostAtOnce(await served(script, 8, 2, lines))).toBe(2);
  });
});
