import { createHash } from "node:crypto";
import type { SafeHtml } from "./safe-html.js";
import { html, styleElement } from "./safe-html.js";
import { STYLE } from "./style.js";

/** A titled part of a page that can be linked to. */
export interface PagePart {
  readonly id: string;
  readonly title: string;
  readonly body: SafeHtml;
}

/** What one page has that others have not. */
interface Frame {
  readonly title: string;
  /** Of mmconf. */
  readonly version: string;
  /** Words of the link that leads past the contents. */
  readonly skip: string;
  readonly contents: SafeHtml;
  readonly main: SafeHtml;
}

/** A page that needs nothing besides itself: its policy allows its own style sheet and nothing else. */
export const frame = ({ title, version, skip, contents, main }: Frame): SafeHtml => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
${styleElement(STYLE)}
</head>
<body>
<a class="skip" href="#content">${skip}</a>
<header><h1>${title}</h1></header>
${contents}
<main id="content" tabindex="-1">${main}
</main>
<footer><p>Written by mmconf ${version}.</p></footer>
</body>
</html>
`;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");
