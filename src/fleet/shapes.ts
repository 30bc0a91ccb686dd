import type { Added } from "../inventory/schema.js";
import { inventorySchema, serviceSchema } from "../inventory/schema.js";
import { memo } from "./memo.js";
import type { FleetTargets } from "./targets.js";

/** What the targets add to an inventory. */
export const addedBy = ({ runtimes, modules }: FleetTargets): Added => ({
  sections: modules.flatMap(({ name, schema, about, hosts = [] }) =>
    schema === undefined ? [] : [{ name, schema, about, hosts }],
  ),
  service: Object.fromEntries([
    ...runtimes.flatMap(({ key, schema, beside = {} }) => [[key, schema], ...Object.entries(beside)]),
    ...modules.flatMap(({ service }) => (service === undefined ? [] : [[service.key, service.schema]])),
  ]),
});

/** The shapes of an inventory, and of a service in it, with all that the targets add. */
export const shapesOf = memo((targets: FleetTargets) => {
  const added = addedBy(targets);
  return { inventory: inventorySchema(added), service: serviceSchema(added) };
});
