import { register as completion } from "./completion.js";
import { register as diff } from "./diff.js";
import { register as explain } from "./explain.js";
import { register as init } from "./init.js";
import { register as render } from "./render.js";
import { register as review } from "./review.js";
import { register as schema } from "./schema.js";
import type { Register } from "./shell.js";
import { register as simulate } from "./simulate.js";
import { register as tune } from "./tune.js";
import { register as validate } from "./validate.js";
import { register as verify } from "./verify.js";
import { register as why } from "./why.js";

/** Every command by its name, in the order of the help. */
export const commands: ReadonlyMap<string, Register> = new Map(
  Object.entries({
    render,
    validate,
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
