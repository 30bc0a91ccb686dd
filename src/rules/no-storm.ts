import type { Fleet } from "../fleet/fleet.js";
import type { Lack, RuleResult } from "./define.js";
import { lack, pass } from "./define.js";

/** What is said where no storm comes to a subject: fine if there are storms, as they say where they go. */
export const noStorm = ({ storms }: Fleet, about: Omit<Lack, "kind" | "needs">): RuleResult =>
  storms.length > 0 ? pass : lack({ ...about, needs: "a storm under storms" });
