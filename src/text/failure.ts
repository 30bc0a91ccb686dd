/** mmconf could not do what was asked: exit code 2, with what is wrong and what to do, never a stack trace. */
export class Failure extends Error {
  override readonly name = "Failure";

  constructor(
    message: string,
    /** What goes below the message, laid out for a terminal already. */
    readonly report?: string,
  ) {
    super(message);
  }
}

/** The system's reason for an I/O error, in words. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  return reasonFor(code) ?? withoutCall(error.message, code);
};

/** The same by the code alone; undefined where it is none that is known. */
export const reasonFor = (code: string): string | undefined => REASONS[code];

/** What the whole process has run out of, wherever that shows. */
const USED_UP = new Set(["EMFILE", "ENFILE", "ENOMEM", "EAGAIN"]);

/** The system's reason where it had nothing left to give; undefined for every other error. */
export const usedUp = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && USED_UP.has(String(error.code)) ? reasonOf(error) : undefined;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is exceeded",
  EFBIG: "the file would be larger than the limit on file sizes (ulimit -f)",
  EIO: "the device failed",
  EMFILE: "too many files are open (ulimit -n)",
  ENFILE: "too many files are open on this machine",
  ENOMEM: "out of memory",
  EAGAIN: "the system is out of resources at the moment",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  ELOOP: "its symbolic links run in a circle",
  ENAMETOOLONG: "its name is too long",
  ENOBUFS: "its output is longer than mmconf reads",
  ENXIO: "there is no such device",
  // What node says of a path with a NUL in it, which no system call takes.
  ERR_INVALID_ARG_VALUE: "its name holds a NUL character",
};

/** Node's message without the code before it and the call behind it: `EBUSY: resource busy, open '/x'`. */
const withoutCall = (message: string, code: string): string =>
  code !== "" && message.startsWith(`${code}: `)
    ? message.slice(code.length + 2).replace(/, [a-z]+(?: '.*)?$/s, "")
    : message;
