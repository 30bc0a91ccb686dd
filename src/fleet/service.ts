import type { Listener } from "./fleet.js";

/** Whether a listener's requests take slots of a service. */
export const takesSlots = ({ settings }: Listener): boolean => settings.slots !== undefined;
