import { formatPatch } from "../diff/text/patch.js";
import { treeOf } from "../diff/text/tree.js";
import { readText } from "../disk/read-text.js";
import { templatesFrom } from "../disk/templates.js";
import type { Fleet } from "../fleet/fleet.js";
import { allModules } from "../modules/all.js";
import type { Module } from "../modules/module.js";
import type { Rendered, RenderResult } from "../render/render.js";
import { renderedFiles, renderFleet } from "../render/render.js";
import type { Templates } from "../render/template.js";
import { VERSION } from "../text/version.js";
import type { Loaded, LoadOptions } from "./load.js";
import { loadInventory as loadFrom } from "./load.js";

/**
 * Reads an inventory and all that it extends, from the disk unless `read` says otherwise. Whatever is wrong with it
 * comes back as findings; nothing is thrown.
 */
export const loadInventory = (
  file: string,
  options: Omit<LoadOptions, "read"> & Partial<Pick<LoadOptions, "read">> = {},
): Loaded => loadFrom(file, { read: readText, ...options });

export interface RenderOptions {
  /** Modules beyond the built-in ones. */
  readonly modules?: readonly Module[];
  /** Without them, the built-in templates. */
  readonly templates?: Templates;
}

/** Renders the files of a fleet. Equal fleets and templates give equal bytes. */
export const render = (
  fleet: Fleet,
  { modules = [], templates = templatesFrom(undefined) }: RenderOptions = {},
): RenderResult => renderFleet(fleet, [...allModules, ...modules], templates, VERSION);

/** The patch from what one fleet renders to what another does, as `git apply` and `patch -p1` take it; "" where they are equal. */
export const diff = (before: Rendered, after: Rendered): string =>
  formatPatch(treeOf(renderedFiles(before)), treeOf(renderedFiles(after)));
