import type { AppServer, Fleet, Listener, Service } from "./fleet.js";

/** The name of the service that a listener's requests take slots of. */
export const serviceBehind = ({ service, slots }: Listener["own"]): string | undefined => service ?? slots;

/** Whether a listener's requests take slots of a service. */
export const takesSlots = ({ own }: Listener): boolean => serviceBehind(own) !== undefined;

/** The names of the services that there are, in the order in which app servers have them. */
export const serviceNames = ({ appServers }: Pick<Fleet, "appServers">): readonly string[] => [
  ...new Set(appServers.flatMap(({ services }) => services.map(({ name }) => name))),
];

export const serviceNamed = ({ services }: AppServer, name: string | undefined): Service | undefined =>
  name === undefined ? undefined : services.find((service) => service.name === name);
