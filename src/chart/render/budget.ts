import { largestFile } from "./inputs/archive.ts";
import { BudgetError } from "./value.ts";

/** What one render of a chart may use up; a unit is about a character. */
const unitsOfRender = 32_000_000;

/**
 * What it may use up more for each byte of the chart: of 700 public charts one of a megabyte, whose helpers call each other
 * half a million times, asks for as much as 33 of them.
 */
const unitsOfByte = 32;

/**
 * An action, a round of a loop, a call of a function: nearly a microsecond each. Most of 700 public charts take fewer than
 * 100,000 of them.
 */
export const costOfStep = 20;

/** A character of a text that a function is called with, whatever that does; those that are slow count more. */
export const costOfGiven = 1 / 8;

/** An item of a list, an entry of a map, a part of a text: each is an object of its own, of some hundred bytes. */
const costOfItem = 30;

/** An action of a text given to tpl: it is read before it runs, and what is read of it is ten times an item. */
export const costOfGivenAction = 200;

/** A character of a file that was rendered. */
export const costOfPrinted = 3;

/** The longest text that a function may take or give: as long as the largest file of a chart that helm loads. */
const longestText = largestFile;

/** A text of so many characters each from another place takes a hundred times its length. */
const mostPieces = 500_000;

/** What a render of a chart with so many bytes may use up. */
export function unitsFor(bytes: number): number {
  return unitsOfRender + unitsOfByte * bytes;
}

/** Counts items that are about to be made. */
export function spendItems(budget: Pick<Budget, "spend">, count: number): void {
  budget.spend(count * costOfItem);
}

/** Counts a text that is about to be made; throws as {@link checkLength} does. */
export function spendText(budget: Pick<Budget, "spend">, length: number): void {
  checkLength(length);
  budget.spend(length);
}

/** Throws `BudgetError` where a text is longer than any may be, or put together of more pieces from different places. */
export function checkLength(length: number, pieces = 0): void {
  if (length > longestText || pieces > mostPieces)
    throw new BudgetError("the chart makes a text longer than any chart may");
}

/** Includes and tpl within each other: helm itself stops at 1,000 of one name. */
const deepestCalls = 3_000;

/** Counts the work of one render, and ends it when no honest chart would need as much. */
export class Budget {
  #left: number;
  #depth = 0;

  constructor(units = unitsOfRender) {
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
