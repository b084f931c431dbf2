import { boundedExpressions } from "./bounded.ts";
import { superlinear } from "./expression-growth.ts";
import { expressionsIn } from "./expressions.ts";
import { pumpsOf } from "./pumps.ts";

/** Feeds each expression of the source its worst texts and prints those that grow faster than the text; gives how many have no bound. */
export function reportExpressions(root: string): number {
  const { literals } = expressionsIn(root);
  let texts = 0;
  let unbounded = 0;
  let bounded = 0;
  for (const expression of literals) {
    texts += pumpsOf(expression.pattern, expression.flags).length;
    const growth = superlinear(expression);
    if (growth === undefined) continue;
    const bound = boundedExpressions[expression.text];
    if (bound === undefined) unbounded++;
    else bounded++;
    console.log(`${expression.text}\n  ${expression.places.join(", ")}`);
    console.log(
      `  ${growth.time.toFixed(1)} ms for ${growth.size} characters, × ${growth.factor.toFixed(1)} for 4 × the text`,
    );
    console.log(`  worst: ${JSON.stringify(growth.worst)}`);
    console.log(`  ${bound === undefined ? "NOT BOUNDED" : `bounded: ${bound}`}`);
  }
  console.log(
    `${literals.length} expressions, ${texts} families of texts: ${unbounded} grow faster than the text without a bound, ${bounded} with one`,
  );
  return unbounded;
}
