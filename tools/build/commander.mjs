/**
 * commander starts executables for subcommands, which mmconf has none of: without node:child_process, and the sockets
 * and streams that it brings, mmconf starts several milliseconds sooner.
 */
export const commanderWithoutChildren = {
  name: "commander-without-children",
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?child_process$/ }, ({ importer }) =>
      importer.includes("/commander/") ? { path: "child_process", namespace: "absent" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "module.exports = {};" }));
  },
};
