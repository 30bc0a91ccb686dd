/** A service on a host. */
export interface Instance {
  readonly service: string;
  readonly host: string;
}

/** What a finding is about: a thing by its name, or an instance. */
export type Subject = string | Instance;

/** As reports print it and waivers name it: `shop@web1`. */
export const subjectText = (subject: Subject): string =>
  typeof subject === "string" ? subject : `${subject.service}@${subject.host}`;

/** The same without the host, which findings of one cause on several hosts share. */
export const withoutHost = (subject: Subject): string =>
  typeof subject === "string" ? subject : subject.service;
