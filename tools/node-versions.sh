#!/bin/sh
# Runs with other Nodes, all at once, the tests of what hangs on them: starting, files and streams, threads, modules of
# a project's own, reading and rendering. `tools/node-versions.sh 22 24`, or all that mmconf runs on.
# The npm package `node` carries the binaries; they are kept under node_modules/.node-versions.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 20 22 24 26

command_line="start render exit-codes streams storm-runner project watch"

for version in "$@"; do
  folder="node_modules/.node-versions/$version"
  node="$folder/node_modules/node/bin/node"
  [ -x "$node" ] || npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$folder" "node@$version" >/dev/null
  rm -f "$folder/failed"
  {
    # shellcheck disable=SC2046 # a list of words
    "$node" node_modules/vitest/vitest.mjs run --reporter=dot --exclude "**/{size,template-steps}.slow.test.ts" \
      $(printf 'test/cli/%s. ' $command_line) test/inventory test/yaml test/render test/fidelity >"$folder/log" 2>&1 ||
      touch "$folder/failed"
  } &
done
wait

status=0
for version in "$@"; do
  folder="node_modules/.node-versions/$version"
  echo "node $("$folder/node_modules/node/bin/node" --version)"
  cat "$folder/log"
  [ ! -e "$folder/failed" ] || status=1
done
exit $status
