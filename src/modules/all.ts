import { apacheModule } from "./apache/module.js";
import { haproxyModule } from "./haproxy/module.js";
import { kernelModule } from "./kernel/module.js";
import { mirrorlistServerModule } from "./mirrorlist_server/module.js";
import type { Module } from "./module.js";

/** Every built-in module. */
export const allModules: readonly Module[] = [
  haproxyModule,
  apacheModule,
  mirrorlistServerModule,
  kernelModule,
];
