/** What a report of findings can be printed as. */
export const REPORT_FORMATS = ["text", "json", "sarif", "github", "gitlab"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
