/** Renders once for each combination of shared parts: hosts that set nothing of their own share theirs by identity. */
export const contentByParts = <Host>(
  render: (host: Host) => string,
): ((host: Host, parts: readonly (object | undefined)[]) => string) => {
  const ids = new Map<object | undefined, number>();
  const rendered = new Map<string, string>();
  const idOf = (part: object | undefined): number => {
    const id = ids.get(part) ?? ids.size;
    ids.set(part, id);
    return id;
  };
  return (host, parts) => {
    const key = parts.map(idOf).join(" ");
    const content = rendered.get(key) ?? render(host);
    rendered.set(key, content);
    return content;
  };
};
