/** The raw lines of a listen section, by their indices. */
export interface RawOrder {
  readonly beforeServers: readonly number[];
  readonly behindServers: readonly number[];
}

/**
 * A server takes from default-server what stands above it (manual 4.2 default-server), so that such a line goes before
 * the server lines, and with it the .if that it stands in. Behind a raw server it is for the raw servers that follow.
 */
export const rawOrder = (lines: readonly string[]): RawOrder => {
  const beforeServers: number[] = [];
  const behindServers: number[] = [];
  let servers = false;
  for (const block of blocks(lines)) {
    const some = (word: RegExp) => block.some((index) => word.test(lines[index] ?? ""));
    servers ||= some(/^\s*server(?:-template)?\s/);
    const side = !servers && some(/^\s*default-server\s/) ? beforeServers : behindServers;
    side.push(...block);
  }
  return { beforeServers, behindServers };
};

/** Lines that stay together: one, or those from .if to its .endif. */
const blocks = (lines: readonly string[]): readonly number[][] => {
  const found: number[][] = [];
  let depth = 0;
  for (const [index, line] of lines.entries()) {
    if (depth > 0) found.at(-1)?.push(index);
    else found.push([index]);
    if (/^\s*\.if(?:\s|$)/.test(line)) depth++;
    else if (/^\s*\.endif(?:\s|$)/.test(line)) depth--;
  }
  return found;
};
