/** What is said of texts that cannot be read: problems of the lexer and parser. */
export const syntaxMessages = {} as const;
