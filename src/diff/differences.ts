import type { Area, Change } from "./changes.js";
import type { Setting } from "./settings.js";
import { isFigure } from "./settings.js";

/** A difference of one part of two fleets, before it is merged with its like. */
export interface Difference extends Omit<Change, "subjects" | "servers" | "hosts"> {
  readonly subject: string;
  /** Of a server line's change the app servers behind the lines. */
  readonly servers?: readonly string[];
}

/** What differs between the settings of one part. */
export const compareSettings = (
  area: Area,
  subject: string,
  before: readonly Setting[],
  after: readonly Setting[],
): Difference[] => {
  const old = new Map(before.map((setting) => [setting.name, setting]));
  const now = new Map(after.map((setting) => [setting.name, setting]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((name): Difference[] => {
    const [a, b] = [old.get(name), now.get(name)];
    if (a?.shown === b?.shown && a?.because === b?.because) return [];
    const because = b === undefined || b.because === "set" ? null : b.because;
    const was = a === undefined ? null : a.shown === b?.shown ? `${a.shown}, ${a.because}` : a.shown;
    return [
      {
        area: isFigure(name) ? "figures" : area,
        subject,
        setting: name,
        before: was,
        after: b?.shown ?? null,
        because,
        at: { before: a?.at ?? null, after: b?.at ?? null },
      },
    ];
  });
};
