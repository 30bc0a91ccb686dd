import type { Register } from "../shell.js";
import { collect, EXIT } from "../shell.js";

export const register: Register = (program, run) => {
  program
    .command("schema")
    .description("print the JSON Schema of inventories, for editors")
    .option(
      "--set <path=value>",
      "accepted, but ignored: the schema does not depend on an inventory",
      collect,
    )
    .action(
      run(async (shell) => {
        const { inventoryJsonSchema } = await import("../../api/json-schema.js");
        const project = await shell.project();
        shell.print(`${JSON.stringify(inventoryJsonSchema(project.own), null, 2)}\n`);
        return EXIT.fine;
      }),
    );
};
