/** A file's text, and how its bytes are to be had from it. */
export interface Decoded {
  readonly text: string;
  /** Bytes that are no UTF-8 are taken as they are, one character each. */
  readonly encoding: "utf8" | "bytes";
}

export const decode = (bytes: Uint8Array): Decoded => {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { text, encoding: "utf8" };
  } catch {
    return { text: characters(bytes), encoding: "bytes" };
  }
};

/** The same bytes again. */
export const encode = ({ text, encoding }: Decoded): Uint8Array =>
  encoding === "utf8" ? new TextEncoder().encode(text) : Uint8Array.from(text, (one) => one.charCodeAt(0));

/** As many as one call takes as its arguments. */
const CHUNK = 8192;

const characters = (bytes: Uint8Array): string => {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += CHUNK)
    parts.push(String.fromCharCode(...bytes.subarray(from, from + CHUNK)));
  return parts.join("");
};
