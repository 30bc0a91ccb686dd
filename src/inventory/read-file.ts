export type Read =
  | {
      readonly ok: true;
      readonly text: string;
      /** Equal for two names of one file, be it through links. */
      readonly identity?: string;
    }
  | { readonly ok: false; readonly reason: string };

/**
 * Gives the text of a file by its name; the edge decides whether that is a disk, a git commit, or a test's map. With
 * `within`, a folder, it is read only where it lies in it, links followed.
 */
export type ReadFile = (file: string, within?: string) => Read;
