import { thrownText } from "../model/thrown-text.ts";
import { printable } from "../report/printable.ts";

/** Where the fault is reported, and what helps. */
export function faultText(error: unknown): string {
  const known = error instanceof Error ? error : new Error(thrownText(error));
  const rule = "rule" in known && typeof known.rule === "string" ? ` in rule ${known.rule}` : "";
  const stack = (known.cause instanceof Error ? known.cause : known).stack ?? known.message;
  return `sts-lint: a fault of sts-lint itself${rule}, not of your manifests: ${printable(known.message)}
Please report it with the text below and, if you can, the input; \`--rule ID=off\` leaves a rule out.

${stack.split("\n").map(printable).join("\n")}
`;
}
