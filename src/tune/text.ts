import type { Move, MoveValue } from "../moves/move.js";
import { yamlPackage } from "../text/on-demand.js";
import { visible } from "../text/terminal.js";

/** How a file that tune wrote is known again. */
export const TUNED_BY = "Proposed by mmconf tune";

interface Branch {
  readonly below: Map<string, Branch>;
  move: Move | undefined;
}

/** Moves as YAML, each under its reason. */
export const formatMoves = (moves: readonly Move[]): string => {
  const root = branch();
  for (const move of moves) {
    let at = root;
    for (const key of move.path) {
      const next = at.below.get(key) ?? branch();
      at.below.set(key, next);
      at = next;
    }
    at.move = move;
  }
  return [...root.below].map(([key, child]) => `\n${linesOf(key, child, "").join("\n")}\n`).join("");
};

/** An inventory that lays moves over another. */
export const formatTuned = (base: string, about: string, moves: readonly Move[]): string =>
  [
    ...commentOf(`${TUNED_BY}: ${about}`, ""),
    "mmconf: 1",
    `description: ${scalar(`What mmconf proposes for ${base.replace(/^.*\//, "").replace(/\.(?:ya?ml|json)$/, "")}`)}`,
    `extends: ${scalar(base)}`,
    formatMoves(moves),
  ].join("\n");

const branch = (): Branch => ({ below: new Map(), move: undefined });

const linesOf = (key: string, { below, move }: Branch, indent: string): readonly string[] => {
  if (move === undefined) {
    const children = [...below].flatMap(([name, child]) => linesOf(name, child, `${indent}  `));
    return [`${indent}${scalar(key)}:`, ...children];
  }
  return [...commentOf(move.because, indent), ...valueOf(key, move.value, indent)];
};

const valueOf = (key: string, value: MoveValue, indent: string): readonly string[] => {
  if (value === null || typeof value !== "object") return [`${indent}${scalar(key)}: ${scalar(value)}`];
  return yamlPackage()
    .stringify({ [key]: value }, { lineWidth: 0 })
    .trimEnd()
    .split("\n")
    .map((line) => `${indent}${line}`);
};

const scalar = (value: MoveValue): string => yamlPackage().stringify(value, { lineWidth: 0 }).trimEnd();

const COLUMNS = 108;

const commentOf = (text: string, indent: string): readonly string[] => {
  const lines: string[] = [];
  let line = "#";
  // U+FFFD is what an inventory is refused for.
  const shown = visible(text.replaceAll(/\s+/g, " ")).replaceAll("\ufffd", "?");
  for (const word of shown.split(" ")) {
    if (line !== "#" && indent.length + line.length + 1 + word.length > COLUMNS) {
      lines.push(indent + line);
      line = "#";
    }
    line += ` ${word}`;
  }
  return [...lines, indent + line];
};
