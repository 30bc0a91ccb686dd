import type { Listener } from "./fleet.js";

/** The name under which slots are shared: the section of the service itself. */
export const SERVICE = "mirrorlist";

/** Whether a listener's requests take slots of the service. */
export const takesSlots = ({ settings }: Listener): boolean => settings.slots === SERVICE;
