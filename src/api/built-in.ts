import type { Targets } from "../extend/targets.js";
import { everyTarget, rulesOf } from "../extend/targets.js";
import { apacheModule } from "../modules/apache/module.js";
import { haproxyModule } from "../modules/haproxy/module.js";
import { kernelModule } from "../modules/kernel/module.js";
import { mirrorlistServerModule } from "../modules/mirrorlist_server/module.js";
import { spanningRules } from "../rules/all.js";
import type { Rule } from "../rules/define.js";
import { modWsgi } from "../runtimes/mod_wsgi/runtime.js";
import { plainSlots } from "../runtimes/slots/runtime.js";

/** Every target that comes with mmconf. */
export const builtIn: Targets = {
  runtimes: [modWsgi, plainSlots],
  modules: [haproxyModule, mirrorlistServerModule, apacheModule, kernelModule],
};

export const allTargets = everyTarget(builtIn);

/** Every rule that comes with mmconf, by its slug. */
export const allRules: readonly Rule[] = [...spanningRules, ...rulesOf(builtIn)].sort((a, b) =>
  a.slug < b.slug ? -1 : 1,
);

/** What comes with mmconf, and beside it what a project adds. */
export const withOwn = ({ runtimes = [], modules = [] }: Partial<Targets>): Targets => ({
  runtimes: [...builtIn.runtimes, ...runtimes],
  modules: [...builtIn.modules, ...modules],
});
