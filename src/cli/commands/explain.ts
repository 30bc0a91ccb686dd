import type { Register } from "../shell.js";
import { collect, EXIT } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("explain")
    .description(
      "explain a rule: why it matters, how it is computed, how to fix it; without a slug, list the rules",
    )
    .argument("[slug]", "the rule, such as capacity/app-slots")
    .option("--set <path=value>", "accepted, but ignored: rules do not depend on an inventory", collect)
    .action(
      run(async (shell, slug: string | undefined) => {
        const { explainOne, listRules } = await import("../../report/findings/explain.js");
        const { ruleBook } = await import("../../rules/rule-book.js");
        const { Failure } = await import("../../text/failure.js");
        const { nearest } = await import("../../text/nearest.js");
        const project = await shell.project();
        const rules = ruleBook(project.rules);
        const text = { color: shell.color("stdout"), columns: shell.columns };
        if (slug === undefined) {
          shell.print(listRules(rules, text));
          return EXIT.fine;
        }
        const rule = rules.find((candidate) => candidate.slug === slug);
        if (rule === undefined) {
          const slugs = rules.map((candidate) => candidate.slug);
          const within = slugs.filter((candidate) => candidate.includes(slug));
          const close = nearest(slug, slugs) ?? (within.length > 0 ? within.join(", ") : undefined);
          throw new Failure(
            `there is no rule ${slug}: ${close ? `did you mean ${close}?` : "mmconf explain lists all rules"}`,
          );
        }
        shell.print(explainOne(rule, text));
        return EXIT.fine;
      }),
    );
};
