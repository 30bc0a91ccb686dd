/** The name under which slots are shared: the section of the service itself. */
export const SERVICE = "mirrorlist";
