/** Stands at the top of every generated page. */
export const NOTE = "<!-- Generated from the code by `npm run docs`; a test holds it to it. -->";

/** Text in a table's cell. */
export const cell = (text: string): string => text.replaceAll("|", "\\|");
