/** Where the SARIF log of a part of the input carries its report. */
export const reportProperty = "sts-lint/report";
