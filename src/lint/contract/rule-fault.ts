import { asText } from "../../model/fields.ts";

/** A fault of ours in one rule: the command line answers with exit status 3. */
export class RuleFault extends Error {
  override readonly name = "RuleFault";
  readonly rule: string;

  constructor(rule: string, cause: unknown) {
    super(`rule ${rule} failed: ${cause instanceof Error ? cause.message : asText(cause)}`, { cause });
    this.rule = rule;
  }
}
