const REQUIRED = /\brequire\("\.\/([\w-]+)\.cjs"\)/g;

/**
 * Puts chunks of CommonJS into files: those of a pack into one, as functions that run when they are first asked for, and
 * every other one into its own. Gives the files' texts by name.
 */
export const pack = (chunks, packs) => {
  const home = new Map(
    packs.flatMap(({ name, eager, lazy }) => [...eager, ...lazy].map((chunk) => [chunk, name])),
  );
  const linked = (code, within) =>
    code.replace(REQUIRED, (found, chunk) => {
      const file = home.get(chunk);
      if (file === undefined) return found;
      return file === within ? `__load("${chunk}")` : `require("./${file}.cjs")("${chunk}")`;
    });
  const files = new Map();
  for (const { name, start, eager, lazy } of packs) {
    // V8 compiles a function in brackets at once, and others when they are called, after a first look at all of them.
    const factories = [
      ...eager.map((chunk) => `"${chunk}":(function(module,exports){${linked(chunks.get(chunk), name)}})`),
      ...lazy.map((chunk) => `"${chunk}":function(module,exports){${linked(chunks.get(chunk), name)}}`),
    ];
    files.set(
      name,
      `${LOADER.replace("FACTORIES", () => factories.join(",\n"))}${start ? `__load("${start}");\n` : ""}`,
    );
  }
  for (const [chunk, code] of chunks) if (!home.has(chunk)) files.set(chunk, linked(code, undefined));
  return files;
};

const LOADER = `const __made={},__make={FACTORIES};
const __load=module.exports=(name)=>{let made=__made[name];if(!made){made=__made[name]={exports:{}};__make[name](made,made.exports)}return made.exports};
`;
