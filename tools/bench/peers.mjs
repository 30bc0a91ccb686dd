// Programs that render the same two files and check nothing.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { versionOf } from "./machine.mjs";
import { isThere } from "./measure.mjs";

const here = join(dirname(fileURLToPath(import.meta.url)), "peers");
const PYTHON = "/usr/bin/python3";

/**
 * Each peer: its name, the forms of the inventory that it reads, and how it is run on an inventory, from a folder
 * `out` to one of its own. Those without `files` print both files, one after the other.
 */
export const peersIn = (work) => [
  {
    name: "python3, Jinja2, PyYAML's C loader",
    forms: ["range", "yaml", "json", "extends"],
    missing: () =>
      spawnSync(PYTHON, ["-c", "import jinja2, yaml; yaml.CSafeLoader"]).status === 0
        ? undefined
        : "python3-jinja2 and python3-yaml",
    version: () =>
      versionOf(PYTHON, [
        "-c",
        "import sys, jinja2, yaml; print('Python', sys.version.split()[0], 'Jinja2', jinja2.__version__, 'PyYAML', yaml.__version__)",
      ]),
    files: true,
    run: ({ inventory, out }) => ({ command: PYTHON, args: [join(here, "jinja.py"), inventory, out] }),
  },
  {
    name: "Go, text/template, encoding/json (built before)",
    forms: ["range", "json"],
    missing: () => (isThere("go") ? undefined : "golang-go"),
    version: () => versionOf("go", ["version"]),
    prepare: () => {
      mkdirSync(join(work, "go"), { recursive: true });
      const built = spawnSync("go", ["build", "-o", join(work, "go/render"), join(here, "render.go")], {
        encoding: "utf8",
        env: { ...process.env, GOFLAGS: "-mod=mod", GO111MODULE: "off", GOCACHE: join(work, "go/cache") },
      });
      if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
    },
    files: true,
    run: ({ json, out }) => ({ command: join(work, "go/render"), args: [json, out] }),
  },
  {
    name: "jsonnet",
    forms: ["range", "json"],
    missing: () => (isThere("jsonnet") ? undefined : "jsonnet"),
    version: () => versionOf("jsonnet"),
    files: true,
    run: ({ json, out }) => ({
      command: "jsonnet",
      args: ["-S", "-m", out, "--tla-code-file", `tree=${json}`, join(here, "render.jsonnet")],
    }),
  },
  {
    name: "ansible-playbook, template",
    forms: ["yaml"],
    missing: () => (isThere("ansible-playbook") ? undefined : "ansible-core"),
    version: () => versionOf("ansible-playbook"),
    files: true,
    // It writes only what differs: each run begins with an empty folder.
    fresh: true,
    run: ({ inventory, out }) => ({
      command: "ansible-playbook",
      args: [
        "-i",
        "localhost,",
        "-e",
        `inventory=${inventory}`,
        "-e",
        `out=${out}`,
        join(here, "playbook.yml"),
      ],
      env: { ANSIBLE_LOCALHOST_WARNING: "False", ANSIBLE_HOME: join(work, "ansible"), HOME: work },
    }),
  },
  {
    name: "puppet epp render",
    forms: ["yaml"],
    missing: () => (isThere("puppet") ? undefined : "puppet-agent"),
    version: () => versionOf("puppet"),
    files: false,
    run: ({ inventory }) => ({
      command: "puppet",
      args: ["epp", "render", join(here, "render.epp"), "--values_file", inventory],
      env: { HOME: work },
    }),
  },
  {
    name: "mawk, host names into fixed text (a floor)",
    forms: ["yaml"],
    missing: () => (isThere("mawk") ? undefined : "mawk"),
    version: () => versionOf("mawk", ["-W", "version"]),
    files: false,
    run: ({ inventory, frame }) => ({
      command: "mawk",
      args: ["-f", join(here, "floor.awk"), "-v", `frame=${frame}`, inventory],
    }),
  },
];
