#!/bin/sh
# Runs the tests of the command line, of inventories and of rendering with other Nodes, all at once:
# `tools/node-versions.sh 22 24`, or all that mmconf runs on; those of tune, which take half the time, are left out.
# The npm package `node` carries the binaries; they are kept under node_modules/.node-versions.
set -eu
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- 20 22 24 26

for version in "$@"; do
  folder="node_modules/.node-versions/$version"
  node="$folder/node_modules/node/bin/node"
  [ -x "$node" ] || npm install --no-save --no-audit --no-fund --loglevel=error --prefix "$folder" "node@$version" >/dev/null
  rm -f "$folder/failed"
  {
    "$node" node_modules/vitest/vitest.mjs run --reporter=dot --exclude test/cli/tune.test.ts \
      test/cli test/inventory test/render test/fidelity.test.ts >"$folder/log" 2>&1 || touch "$folder/failed"
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
