/** Whether a text has these values in this order, whatever words are between them: `6 proxies … app1 … 150 requests`. */
export const valuesInOrder = (values: string): RegExp =>
  new RegExp(
    values
      .split(" … ")
      .map((value) => `(?<!\\w)${value.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")}(?!\\w)`)
      .join("[^]*?"),
  );
