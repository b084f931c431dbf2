import { BudgetError } from "./value.ts";

/** What one render may use up; a unit is about a character or an item. */
const defaultUnits = 32_000_000;

/**
 * An action, a round of a loop, a call of a function: nearly a microsecond each. Of a hundred public charts the one that takes
 * the most steps takes 74,000 of them, a twentieth of what is left for steps alone.
 */
export const costOfStep = 20;

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
