import type { Confidence } from "./finding.ts";
import type { RuleInfo, Violation } from "./rule.ts";

export const confidences: readonly Confidence[] = ["certain", "likely", "possible"];

/** How sure a rule is where its violations do not say otherwise. */
export function confidenceOfRule({ confidence, severity }: Pick<RuleInfo, "confidence" | "severity">): Confidence {
  return confidence ?? (severity === "error" ? "certain" : "likely");
}

/** How sure a finding is. Whatever severity a user gives a rule: that changes how grave it is, not how sure. */
export function confidenceOf(rule: Pick<RuleInfo, "confidence" | "severity">, violation: Violation): Confidence {
  if (violation.confidence !== undefined) return violation.confidence;
  if (violation.admission !== undefined || violation.severity === "error") return "certain";
  const own = confidenceOfRule(rule);
  return own === "certain" && rule.severity === "error" && violation.severity !== undefined ? "likely" : own;
}
