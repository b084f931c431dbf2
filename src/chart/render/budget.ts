import { BudgetError } from "./value.ts";

/** What one render may use up; a unit is about a character or an item. */
const defaultUnits = 30_000_000;

/** Includes and tpl within each other: helm itself stops at 1,000 of one name. */
const deepestCalls = 3_000;

/** Counts the work of one render, and ends it when no honest chart would need as much. */
export class Budget {
  #left: number;
  #depth = 0;

  constructor(units = defaultUnits) {
    this.#left = units;
  }

  /** Throws `BudgetError` when all is used up. */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new BudgetError("the chart asks for more work than any chart may");
  }

  enter(): void {
    if (++this.#depth > deepestCalls) throw new BudgetError("the chart's templates call each other too deep");
  }

  leave(): void {
    this.#depth--;
  }
}
