import type { Expression } from "./expressions.ts";
import { type Pump, pumpsOf } from "./pumps.ts";

/** How an expression's time grows with the text that is the worst for it. */
export interface ExpressionGrowth {
  readonly expression: Expression;
  readonly worst: Pump;
  /** Characters of the longest text tried, and the milliseconds it took. */
  readonly size: number;
  readonly time: number;
  /** How much longer four times the text takes: 4 is linear, 16 quadratic. */
  readonly factor: number;
}

const smallest = 500;
const largest = 32_000;
/** Milliseconds from which a run counts as slow. */
const slow = 3;
/** Between linear and quadratic, with room for a noisy machine. */
const mostFactor = 8;

/** The growth of an expression where it is faster than the text's; undefined where it is linear. */
export function superlinear(expression: Expression): ExpressionGrowth | undefined {
  const { pattern, flags } = expression;
  const matcher = new RegExp(pattern, flags);
  let worst: { pump: Pump; size: number; score: number } | undefined;
  for (const pump of pumpsOf(pattern, flags)) {
    for (let size = smallest; size <= largest; size *= 4) {
      const time = timeOf(matcher, textOf(pump, size));
      if (time < slow && size * 4 <= largest) continue;
      const score = time * (largest / size) ** 2;
      if (score > (worst?.score ?? 0)) worst = { pump, size, score };
      break;
    }
  }
  if (worst === undefined) return undefined;
  const { pump } = worst;
  for (let size = smallest; size <= largest; size *= 4) {
    const less = leastOf(matcher, textOf(pump, size));
    const time = leastOf(matcher, textOf(pump, 4 * size));
    if (time < slow) continue;
    const factor = time / less;
    return factor > mostFactor ? { expression, worst: pump, size: 4 * size, time, factor } : undefined;
  }
  return undefined;
}

const textOf = ({ before, pump, after }: Pump, size: number): string =>
  before + pump.repeat(Math.ceil(size / pump.length)) + after;

function timeOf(matcher: RegExp, text: string): number {
  const began = performance.now();
  if (matcher.global) text.replace(matcher, "");
  else {
    matcher.lastIndex = 0;
    matcher.test(text);
  }
  return performance.now() - began;
}

const leastOf = (matcher: RegExp, text: string): number =>
  Math.min(timeOf(matcher, text), timeOf(matcher, text), timeOf(matcher, text));
