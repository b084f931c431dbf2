/**
 * Expressions whose time grows faster than the text, and what keeps the text short where they are used. Whoever adds
 * one says the bound; one that meets text of any length is written another way.
 */
export const boundedExpressions: Readonly<Record<string, string>> = {};

/** Expressions that are made of parts while it runs, and what bounds them. */
export const madeExpressions: Readonly<Record<string, string>> = {};
