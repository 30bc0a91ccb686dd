/** The words that open a section in haproxy.cfg: manual 2.1 of each version, and REGISTER_CONFIG_SECTION in its source. */
export const SECTIONS = [
  "global",
  "defaults",
  "listen",
  "frontend",
  "backend",
  "peers",
  "resolvers",
  "userlist",
  "mailers",
  "program",
  "ring",
  "cache",
  "fcgi-app",
  "http-errors",
  "log-forward",
  "log-profile",
  "namespace_list",
  "ruleset",
  "crt-store",
  "traces",
  "acme",
  "healthcheck",
] as const;

export type SectionKind = (typeof SECTIONS)[number];

const NAMES: ReadonlyMap<string, SectionKind> = new Map(SECTIONS.map((name) => [name, name]));

/** The section that a word opens. */
export const sectionOpenedBy = (word: string): SectionKind | undefined => NAMES.get(word);
