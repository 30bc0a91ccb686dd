/** The first words of sections, of all versions (manual 2.1 and REGISTER_CONFIG_SECTION in the sources). */
export const SECTION_KINDS = [
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

export type SectionKind = (typeof SECTION_KINDS)[number];

const KINDS: ReadonlyMap<string, SectionKind> = new Map(SECTION_KINDS.map((kind) => [kind, kind]));

export const sectionKind = (word: string): SectionKind | undefined => KINDS.get(word);
