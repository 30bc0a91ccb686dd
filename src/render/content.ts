/** Renders once for each combination of shared parts: hosts that set nothing of their own share theirs by identity. */
export const contentByParts = <Host>(
  render: (host: Host) => string,
): ((host: Host, parts: readonly (object | undefined)[]) => string) => {
  const rendered = new Contents();
  return (host, parts) => {
    let at = rendered;
    for (const part of parts) at = at.below(part);
    at.content ??= render(host);
    return at.content;
  };
};

/** What was rendered for the parts that lead here, and the ways on. */
class Contents {
  content: string | undefined;
  private readonly ways = new Map<object | undefined, Contents>();

  below(part: object | undefined): Contents {
    const known = this.ways.get(part);
    if (known !== undefined) return known;
    const made = new Contents();
    this.ways.set(part, made);
    return made;
  }
}
