/** The forms of a report. */
export const reportFormats = ["pretty", "json", "csv", "html"] as const;

/** How much a service logs, most first. */
export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
