import type { Field } from "./field.js";
import { accept, field, kindOf, refuse } from "./field.js";

export const flag = (about: string): Field<boolean> =>
  field<boolean>({ type: "boolean", description: about }, (input) =>
    typeof input === "boolean"
      ? accept(input)
      : refuse("schema/type", `${kindOf(input)} is neither true nor false`, "write true or false"),
  );

export const oneOf = <const T extends string>(about: string, choices: readonly T[]): Field<T> =>
  field<T>({ type: "string", enum: choices, description: about }, (input) => {
    const found = choices.find((choice) => choice === input);
    return found
      ? accept(found)
      : refuse(
          "schema/value",
          `${kindOf(input)} is none of ${choices.join(", ")}`,
          `write ${choices.join(" or ")}`,
        );
  });

/** `taker` is who has no word that takes it back. */
export const onlyTrue = (about: string, taker: string): Field<true> =>
  field<true>({ const: true, description: about }, (input) =>
    input === true
      ? accept(true)
      : refuse(
          "schema/value",
          `${kindOf(input)} is not true, and ${taker} has no word that takes this option back`,
          "write true, or leave it out; null removes what an extended inventory says",
        ),
  );
