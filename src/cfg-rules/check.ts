import type { Finding } from "../rules/finding.js";
import { CFG_RULES } from "./all.js";
import type { Configuration } from "./configuration.js";

/** What every rule says of a configuration, in the order of its lines. */
export const checkConfiguration = (configuration: Configuration): readonly Finding[] =>
  CFG_RULES.flatMap(({ slug, severity, run }) =>
    run(configuration).map(
      ({ at, ...fault }): Finding => ({
        ...fault,
        rule: slug,
        severity,
        environment: "",
        at: { ...at, path: "" },
        claims: null,
        hosts: [],
        waived: null,
      }),
    ),
  );
