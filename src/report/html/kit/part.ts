import type { SafeHtml } from "./safe-html.js";

/** A titled part of a page that can be linked to. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly body: SafeHtml;
}
