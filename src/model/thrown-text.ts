import { asText } from "./fields.ts";

/** What was thrown, in words: a plugin may throw what is no Error, and what no text can be made of. */
export function thrownText(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return asText(thrown) ?? typeof thrown;
  } catch {
    return `a value of type ${typeof thrown}`;
  }
}
