/** What validate and check can print. */
export const REPORT_FORMATS = ["text", "json", "sarif", "github", "gitlab"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];
