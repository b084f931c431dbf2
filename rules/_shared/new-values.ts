import type { ChartFix, NotMade } from "../../src/lint/contract/chart-fix.ts";
import type { Violation } from "../../src/lint/contract/rule.ts";

/** Values that a user wants are no fault of the chart: whoever changes it for them says so. */
export function chartFixIn(made: ChartFix | NotMade | undefined): Pick<Violation, "fix"> {
  if (made === undefined || "why" in made) return {};
  const values = made.made.defaults.map(({ path, text }) => `\`${path.join(".")}: ${text}\``);
  const [{ file } = { file: "values.yaml" }] = made.made.defaults;
  const description = `print from values, and add to ${file}: ${values.join(", ")} (\`--fix --unsafe-fixes\`)`;
  return { fix: { description, safe: false, changes: [], chart: made } };
}

/** Why a machine cannot do it, for the end of a help; nothing where it can, or where that was not asked. */
export function unfixedText(made: ChartFix | NotMade | undefined): string {
  return made !== undefined && "why" in made ? `\n\`--fix\` leaves it to you: ${made.why}` : "";
}
