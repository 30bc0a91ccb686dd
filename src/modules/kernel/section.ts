import { partOf } from "../../fleet/host.js";
import type { KernelSection } from "./schema.js";

/** The kernel parameters of a host. */
export const kernelOf = partOf<KernelSection>("kernel");

/** Before Linux 5.4 (ip-sysctl, somaxconn; commit 19f92a030ca6). */
export const OLD_SOMAXCONN = 128;
