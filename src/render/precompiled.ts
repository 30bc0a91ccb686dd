/** What Handlebars's precompiler makes of a template: plain functions for its runtime. */
export type Precompiled = Parameters<typeof import("handlebars").template>[0];

/** mmconf's own templates by their text: the build writes them in here. Tests run the sources, and compile each. */
export const precompiled: ReadonlyMap<string, Precompiled> = new Map();
