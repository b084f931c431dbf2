import { largestFile } from "./inputs/archive.ts";
import type { Text } from "./text.ts";
import { BudgetError } from "./value.ts";

/** What one render of a chart may use up; a unit is about a character. */
const unitsOfRender = 32_000_000;

/**
 * What it may use up more for each byte of the chart. Of 700 public charts one of a megabyte, whose helpers call each other
 * half a million times, asks for 48 of them; twenty templates that each hash all values ask for as much.
 */
const unitsOfByte = 100;

/**
 * An action, a round of a loop, a call of a function: nearly a microsecond each. Most of 700 public charts take fewer than
 * 100,000 of them.
 */
export const costOfStep = 20;

/** An argument of a call. */
export const costOfArgument = 4;

/** An item that is put into another list: no object of its own, but a place in one. */
const costOfPlace = 4;

/** A character of a text that a function is called with, whatever that does; those that are slow count more. */
export const costOfGiven = 1 / 8;

/** An item of a list, an entry of a map, a part of a text: each is an object of its own, of some hundred bytes. */
const costOfItem = 30;

/** An action of a text given to tpl, and a character in it: it is read before it runs, and what is read of it is some items. */
const costOfGivenAction = 200;
const costOfGivenCharacter = 20;

/** A character and a document of a file that was rendered: it is yet to be read, admitted and judged. */
const costOfPrinted = 3;
const costOfDocument = 1000;

/** How long a text may be at most: some times the largest file of a chart that helm loads, as its base64 in a manifest is. */
const longestOfAll = 4 * largestFile;
/** A text of a small chart, and of how many pieces from different places: each takes a hundred times its length. */
const longestText = 4_000_000;
const mostPieces = 500_000;

type Spending = Pick<Budget, "spend">;

/** Counts items that are about to be made. */
export function spendItems(budget: Spending, count: number): void {
  budget.spend(count * costOfItem);
}

/** Counts items that are about to be put into another list. */
export function spendPlaces(budget: Spending, count: number): void {
  budget.spend(count * costOfPlace);
}

/** Counts a text that is about to be made; throws as {@link checkLength} does. */
export function spendText(budget: Spending, length: number): void {
  checkLength(length);
  budget.spend(length);
}

/** Counts a sort of texts: each is compared with some others, as far as they are alike. */
export function spendSort(budget: Spending, texts: readonly { readonly length: number }[]): void {
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  budget.spend(texts.length * 4 + (characters * Math.ceil(Math.log2(texts.length + 1))) / 8);
}

/** Counts a template that is about to be read from a text given to tpl. */
export function spendGiven(budget: Spending, text: string): void {
  let at = text.indexOf("{{");
  for (let end = 0; at >= 0; at = text.indexOf("{{", end)) {
    end = text.indexOf("}}", at);
    if (end < 0) end = text.length;
    budget.spend(costOfGivenAction + (end - at) * costOfGivenCharacter);
  }
}

/** Counts what a file was rendered to. */
export function spendPrinted(budget: Spending, text: string): void {
  budget.spend(costOfPrinted * text.length);
  for (let at = text.indexOf("\n---"); at >= 0; at = text.indexOf("\n---", at + 4)) budget.spend(costOfDocument);
}

/** Throws `BudgetError` where a text is longer than any may be. What a small chart may is checked of what its functions give. */
export function checkLength(length: number): void {
  if (length > longestOfAll) throw tooLong();
}

function tooLong(): BudgetError {
  return new BudgetError("the chart makes a text longer than any chart may");
}

/** Includes and tpl within each other: helm itself stops at 1,000 of one name. */
const deepestCalls = 3_000;

/** Counts the work of one render, and ends it when no honest chart would need as much. */
export class Budget {
  #left: number;
  #depth = 0;
  readonly #bytes: number;

  /** `bytes`: the chart's size. */
  constructor(bytes = 0) {
    this.#bytes = bytes;
    this.#left = unitsOfRender + unitsOfByte * bytes;
  }

  /** Throws `BudgetError` where a text that a function gives is longer than one of this chart may be, or of more pieces. */
  check({ value, runCount }: Text): void {
    if (value.length > longestText + 4 * this.#bytes || runCount > mostPieces + this.#bytes) throw tooLong();
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
