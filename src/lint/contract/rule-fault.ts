import { thrownText } from "../../model/thrown-text.ts";

/** A fault of ours in one rule: the command line answers with exit status 3. */
export class RuleFault extends Error {
  override readonly name = "RuleFault";
  readonly rule: string;

  constructor(rule: string, cause: unknown) {
    super(`rule ${rule} failed: ${thrownText(cause)}`, { cause });
    this.rule = rule;
  }
}
