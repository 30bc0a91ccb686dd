import type { Milliseconds } from "../../text/units.js";

/** Linux sends a SYN again after 1 s, then after twice as long each time (RFC 6298; net/ipv4 TCP_TIMEOUT_INIT). */
const FIRST_RETRY: Milliseconds = 1000;

/** Sysctl net.ipv4.tcp_syn_retries, 6 by default. */
const SYN_RETRIES = 6;

/** After the last one the kernel waits once more, and gives up 127 s after the first. */
export const KERNEL_GIVES_UP: Milliseconds = FIRST_RETRY * (2 ** (SYN_RETRIES + 1) - 1);

/** How long the kernel waits for an answer to the SYN that it has sent `sent` times; Infinity where it gives up instead. */
export const synRetry = (sent: number): Milliseconds =>
  sent > SYN_RETRIES ? Number.POSITIVE_INFINITY : FIRST_RETRY * 2 ** (sent - 1);

/**
 * Connections that a listen backlog holds. Linux takes one more than listen() asks for, on TCP and UNIX sockets alike
 * (sk_acceptq_is_full and unix_recvq_full ask for "more than", not "as many as"); what comes then finds no place.
 */
export const places = (backlog: number): number => backlog + 1;
