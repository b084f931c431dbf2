/** What tests of one's own rules need: `sts-lint/testing`. */
export { type CaseResult, checkCases } from "./check-cases.ts";
