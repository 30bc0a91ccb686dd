import { expect, it } from "vitest";
import { slowScript, startApache } from "../apache.js";
import { mostAtOnce } from "../app.js";
import { askAtOnce } from "../load.js";
import { describeWith } from "../requires.js";

const group = (script: string, words: string): string => `
WSGIDaemonProcess app ${words}
WSGIProcessGroup app
WSGIScriptAlias / ${script}
`;

describeWith(["apache2", "mod_wsgi", "python3"], "a daemon process group of mod_wsgi", () => {
  it.each([
    [1, 1],
    [3, 1],
    [1, 3],
    [2, 2],
  ])(
    "with %d processes of %d threads serves their product at once; the rest waits and is served",
    async (processes, threads) => {
      const script = slowScript(0.2);
      const { port } = await startApache(group(script.file, `processes=${processes} threads=${threads}`));
      const slots = processes * threads;
      const answers = await askAtOnce(slots * 3, { port });
      expect(answers.map((answer) => answer.status)).toEqual(Array(slots * 3).fill(200));
      expect(mostAtOnce(script.served())).toBe(slots);
      expect(new Set(script.served().map((served) => served.process)).size).toBe(processes);
    },
  );

  it("of one process has 15 threads where threads is not set", async () => {
    const script = slowScript(0.5);
    const { port } = await startApache(group(script.file, "processes=1"));
    await askAtOnce(24, { port });
    expect(mostAtOnce(script.served())).toBe(15);
  });

  it("serves nothing where no WSGIProcessGroup leads to it: Apache's own processes run the script", async () => {
    const script = slowScript(0.1);
    const { port } = await startApache(
      `WSGIDaemonProcess app processes=1 threads=1\nWSGIScriptAlias / ${script.file}`,
    );
    await askAtOnce(6, { port });
    expect(script.served().map((served) => served.group)).toEqual(Array(6).fill(""));
    expect(mostAtOnce(script.served())).toBeGreaterThan(1);
  });

  it("is reached by MaxRequestWorkers requests only, where those are fewer than its slots", async () => {
    const script = slowScript(0.2);
    const { port } = await startApache(`
ServerLimit 1
ThreadsPerChild 2
MaxRequestWorkers 2
${group(script.file, "processes=4 threads=1")}`);
    const answers = await askAtOnce(8, { port });
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    expect(mostAtOnce(script.served())).toBe(2);
  });
});
