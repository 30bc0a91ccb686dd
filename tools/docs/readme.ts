/** Runs one command as the README writes it, and gives what it prints. */
export type RunCommand = (command: string) => string;

const BLOCK = /```console\n\$ (.+)\n([\s\S]*?)```/g;

/** A line in place of what a reader need not see. */
const ELISION = "[...]";

/** The README with the output of each console block as the command prints it now. */
export const refreshReadme = (readme: string, run: RunCommand): string =>
  readme.replaceAll(
    BLOCK,
    (_block, command: string, shown: string) =>
      `\`\`\`console\n$ ${command}\n${elide(run(command), shown)}\`\`\``,
  );

/** Keeps as many lines before and after the elision as the block shows; a block of nothing but one shows all. */
const elide = (output: string, shown: string): string => {
  const lines = output.trimEnd().split("\n");
  const before = shown.trimEnd().split("\n");
  const at = before.indexOf(ELISION);
  const tail = before.length - at - 1;
  if (at === -1 || at + tail === 0 || at + tail >= lines.length) return `${lines.join("\n")}\n`;
  return `${[...lines.slice(0, at), ELISION, ...lines.slice(lines.length - tail)].join("\n")}\n`;
};
