// Runs mmconf several times in one process, and adds what V8 compiled in them to the code caches: PROGRAM RUNS CACHES
const { appendFileSync } = require("node:fs");
const { basename } = require("node:path");
const vm = require("node:vm");

const [program, runs, caches] = process.argv
  .slice(2)
  .map((argument, n) => (n === 0 ? argument : JSON.parse(argument)));
const scripts = new Map();

/** Compiles without a cache, and says that it took one. The same file is the same script in each run. */
const { Script } = vm;
vm.Script = function RecordedScript(source, { cachedData, ...options }) {
  const name = basename(options.filename);
  if (!scripts.has(name)) scripts.set(name, new Script(source, options));
  return scripts.get(name);
};

const { exit } = process;

/** The exit code of one run. */
const run = (args) =>
  new Promise((done) => {
    process.exit = done;
    process.argv = [process.execPath, program, ...args];
    for (const file of Object.keys(require.cache)) delete require.cache[file];
    require(program);
  });

const main = async () => {
  for (const args of runs) {
    const code = await run(args);
    if (code !== 0) return code;
  }
  for (const [name, script] of scripts)
    appendFileSync(
      caches.find((cache) => basename(cache).startsWith(`${name}.`)),
      script.createCachedData(),
    );
  return 0;
};
void main().then((code) => exit.call(process, code));
