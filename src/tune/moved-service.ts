import type { Fleet } from "../fleet/fleet.js";
import { tier } from "../fleet/tier.js";

/** The service whose slots are moved; undefined where nothing sends to any. */
export const movedService = (fleet: Fleet): string | undefined => tier(fleet, "active")?.largest.service.name;
