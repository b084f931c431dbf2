import type { Violation } from "../contract/rule.ts";

/** No release has so many places; a rule that yields on and on would never end. */
const mostViolations = 10_000_000;

const severities: readonly unknown[] = ["error", "warning", "info", undefined];

/**
 * Throws, in the words of whoever wrote the rule, where what it yields is no violation: rules of one's own are not all
 * written in TypeScript. `count` are those that it has yielded before.
 */
export function checkViolation(violation: Violation, count: number): void {
  const given: unknown = violation;
  if (typeof given !== "object" || given === null)
    throw new TypeError(
      `its check yields ${String(given)} in place of a violation, { message, at: { manifest, path } }`,
    );
  const { at, severity }: Partial<Violation> = violation;
  if (typeof at?.manifest !== "object" || !Array.isArray(at.path))
    throw new TypeError("its check yields a violation without a place: at: { manifest, path: [key, index, …] }");
  if (!severities.includes(severity))
    throw new TypeError(
      `its check yields a violation of severity ${String(severity)}, which is none of error, warning, info`,
    );
  if (count >= mostViolations) throw new RangeError("its check yields without end");
}
