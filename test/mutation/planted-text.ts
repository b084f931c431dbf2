import { ChartText } from "./chart.ts";
import type { candidates } from "./mutate.ts";
import { type Operator, Site } from "./site.ts";

/** Up to `most` charts with an operator's fault planted in them. */
export function plantedText(operator: Operator, from: ReturnType<typeof candidates>, most: number): readonly string[] {
  const texts: string[] = [];
  for (const { text, index } of from) {
    if (texts.length === most) break;
    const chart = new ChartText(text);
    const set = chart.objects[index];
    if (set !== undefined && operator.plant(new Site(chart, set)) !== undefined) texts.push(chart.print());
  }
  return texts;
}
