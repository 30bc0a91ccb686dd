import * as z from "zod/mini";
import { described } from "../../schema/field.js";
import { whole } from "../../schema/quantity-field.js";
import { rawLine } from "../../schema/text-field.js";

/** Kernel parameters by their sysctl names. */
export const kernelSection = z.strictObject({
  "net.core.somaxconn": z.optional(
    whole("The most that any listen backlog can be; 128 before Linux 5.4, 4096 since (ip-sysctl).", 1),
  ),
  "net.ipv4.tcp_max_syn_backlog": z.optional(whole("Connections half open on one listener (ip-sysctl).", 1)),
  "net.ipv4.tcp_syncookies": z.optional(
    whole(
      "1 answers a full queue of half open connections with cookies, 2 always does, 0 never; unset, 1 (ip-sysctl).",
      0,
      2,
    ),
  ),
  "net.core.netdev_max_backlog": z.optional(whole("Packets that may wait for the kernel (ip-sysctl).", 1)),
  "fs.file-max": z.optional(whole("Files open on the whole host (sysctl/fs).", 1, Number.MAX_SAFE_INTEGER)),
  "fs.nr_open": z.optional(
    whole("The most that a process may raise its limit of open files to (sysctl/fs).", 1),
  ),
  "vm.swappiness": z.optional(whole("How readily the kernel swaps (sysctl/vm).", 0, 200)),
  "vm.overcommit_memory": z.optional(
    whole("0 heuristic, 1 always, 2 never beyond swap and ratio (sysctl/vm).", 0, 2),
  ),
  "vm.overcommit_ratio": z.optional(
    whole("Percent of memory that counts where overcommit_memory is 2 (sysctl/vm).", 0, 1000),
  ),
  directives: z.optional(
    described(
      "Further parameters, as `name = value`.",
      z.array(
        rawLine(
          "A sysctl line.",
          /^(?!\s*-?[a-z0-9_]+(?:[./][A-Za-z0-9_-]+)+\s*=\s*[A-Za-z0-9_.:,-][A-Za-z0-9_.:, -]*$)/,
          "is not of the form name = value",
        ),
      ),
    ),
  ),
});

export type KernelSection = z.output<typeof kernelSection>;
