/** mmconf could not do what was asked: exit code 2, with what is wrong and what to do, never a stack trace. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** The system's reason for an I/O error, in words. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is not a folder",
  ELOOP: "its symbolic links run in a circle",
  ENAMETOOLONG: "its name is too long",
};
