/** The kinds of events; the comment says whose number the event carries. */
export const ARRIVE = 0; // none: the next request of the storm
export const KNOCK = 1; // request: its client sends its SYN to the proxy again
export const QUEUE_TIMEOUT = 2; // request
export const CONNECT_RETRY = 3; // request: the kernel sends its SYN to the app server again
export const CONNECT_TIMEOUT = 4; // request
export const SERVER_TIMEOUT = 5; // request
export const PATIENCE = 6; // request
export const SERVED = 7; // job
export const DAEMON_RETRY = 8; // job: Apache tries to hand it to a daemon process again
export const SOCKET_TIMEOUT = 9; // job: Apache has waited long enough for its daemon process
export const PROCESS_LEAVES = 10; // daemon process, numbered over all app servers
export const PROCESS_RETURNS = 11; // daemon process, numbered over all app servers
export const CHECK_DUE = 12; // health check
export const CHECK_RETRY = 13; // health check: the kernel sends its SYN again
export const CHECK_TIMEOUT = 14; // health check
export const WARM_UP = 15; // server line, numbered over all listeners: a step of its slowstart
export const ASK_AGAIN = 16; // request: its client's pause is over
