// Rendering haproxy.cfg and Apache's configuration of one fleet: mmconf, which validates it, and peers that don't.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMS, inventoryFiles } from "./inventories.mjs";
import { compete } from "./measure.mjs";
import { peersIn } from "./peers.mjs";
import { CONTEST_HEAD, contestRows, showCount, standing } from "./table.mjs";

const IN_WORDS = {
  range: "one range, app[000001-...]",
  yaml: "YAML, a line for each host",
  json: "JSON, hosts written out",
  extends: "YAML, half of the hosts in a file that the other extends",
};

/** What mmconf rendered, as the peers write it. */
const renderedBy = (out, environment) => {
  const file = (path) => readFileSync(join(out, environment, "modules", path), "utf8");
  return [file("haproxy/files/haproxy.cfg"), file("mirrormanager/files/mirrorlist-server.conf")];
};

export function* renderTables({ work, mmconf, sizes, forms = FORMS, rounds, limit }) {
  const peers = peersIn(work).map((peer) => ({ ...peer, lacks: peer.missing() }));
  const there = peers.filter((peer) => peer.lacks === undefined);
  const absent = peers.filter((peer) => peer.lacks !== undefined);
  for (const peer of there) peer.prepare?.();

  let notes = [
    "Both files byte for byte the same, from the same inventory; mmconf also writes the other files, a manifest with checksums, and evaluates every rule on the fleet.",
    ...there.map((peer) => `${peer.name}: ${peer.version()}`),
    ...absent.map((peer) => `${peer.name}: left out, ${peer.lacks} not there`),
  ];
  for (const form of forms)
    for (const size of sizes) {
      const table = renderTable(there, { work, mmconf, form, size, rounds, limit });
      yield { ...table, title: `Render: ${showCount(size)} app servers, ${IN_WORDS[form]}`, notes };
      notes = [];
    }
}

const renderTable = (peers, { work, mmconf, form, size, rounds, limit }) => {
  const { folder, inventory, json, name } = writeInventories(work, form, size);
  const out = (who) => join(folder, `out-${who}`);
  const ours = {
    name: "mmconf render",
    command: process.execPath,
    args: [mmconf, "-C", folder, "--out", out("mmconf"), "render", "--env", name],
  };
  const [first] = compete([ours], { rounds: 0, limit });
  if (first.late) return { head: ["mmconf render"], rows: [[`longer than ${limit} s`]] };
  const expected = renderedBy(out("mmconf"), name);
  const frame = join(folder, "frame");
  writeFileSync(frame, expected.join(""));

  const contestants = peers
    .filter((peer) => peer.forms.includes(form))
    .map((peer, index) => {
      const own = out(`peer${index}`);
      mkdirSync(own, { recursive: true });
      const files = ["haproxy.cfg", "mirrorlist-server.conf"].map((file) => join(own, file));
      return {
        ...peer.run({ inventory, json, frame, out: own }),
        name: peer.name,
        ...(peer.fresh ? { prepare: () => emptied(own) } : {}),
        rendered: (printed) =>
          peer.files ? files.map((file) => readFileSync(file, "utf8")).join("") : printed.toString(),
      };
    });
  const validate = {
    name: "mmconf validate",
    command: process.execPath,
    args: [mmconf, "-C", folder, "validate", "--env", name],
  };
  const results = compete([ours, validate, ...contestants], { rounds, limit }, (contestant, printed) => {
    if (contestant.rendered && contestant.rendered(printed) !== expected.join(""))
      throw new Error(`${contestant.name} does not render what mmconf renders of ${inventory}`);
  });
  rmSync(folder, { recursive: true, force: true });
  return {
    head: [...CONTEST_HEAD, "mmconf is"],
    rows: contestRows(results, (part, { rendered }) => (rendered ? standing(part) : "")),
  };
};

const emptied = (folder) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
};

/** A project of one environment; beside its inventory the same as JSON where it is one file. */
const writeInventories = (work, form, size) => {
  const name = `${form}${size}`;
  const folder = join(work, name);
  emptied(join(folder, "inventories"));
  const files = inventoryFiles(name, size, form);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "inventories", file), text);
  const inventory = join(folder, "inventories", `${name}.${form === "json" ? "json" : "yaml"}`);
  if (form !== "range") return { folder, name, inventory, json: inventory };
  const json = join(folder, "range.json");
  writeFileSync(json, inventoryFiles(name, size, "range-json")[`${name}.json`]);
  return { folder, name, inventory, json };
};
