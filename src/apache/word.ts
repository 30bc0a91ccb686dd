/** One argument of an Apache directive: quoted where it holds blanks or quotes (Apache "Configuration Files", syntax). */
export const apacheWord = (text: string): string =>
  /[\s"'\\#<>]/.test(text) ? `"${text.replaceAll(/["\\]/g, (c) => `\\${c}`)}"` : text;
