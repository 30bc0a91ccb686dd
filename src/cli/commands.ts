import { register as check } from "./commands/check.js";
import { register as completion } from "./commands/completion.js";
import { register as diff } from "./commands/diff.js";
import { register as explain } from "./commands/explain.js";
import { register as init } from "./commands/init.js";
import { register as render } from "./commands/render.js";
import { register as review } from "./commands/review.js";
import { register as schema } from "./commands/schema.js";
import { register as simulate } from "./commands/simulate.js";
import { register as tune } from "./commands/tune.js";
import { register as validate } from "./commands/validate.js";
import { register as verify } from "./commands/verify.js";
import { register as why } from "./commands/why.js";
import type { Register } from "./shell.js";

/** Every command by its name, in the order of the help. */
export const commands: ReadonlyMap<string, Register> = new Map(
  Object.entries({
    render,
    validate,
    check,
    diff,
    review,
    simulate,
    tune,
    verify,
    explain,
    why,
    schema,
    init,
    completion,
  }),
);
