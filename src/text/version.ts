declare const MMCONF_VERSION: string | undefined;

/** The version of this mmconf, as the build wrote it in; tests run the sources, which have none. */
export const VERSION: string = typeof MMCONF_VERSION === "string" ? MMCONF_VERSION : "0.0.0";
