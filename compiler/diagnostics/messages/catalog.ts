/** What is said of the catalog and the project file. */
export const catalogMessages = {} as const;
