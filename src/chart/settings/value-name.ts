import { type Chart, findSource, inFolder } from "../chart.ts";
import { valueAt } from "../values.ts";

/** Where a value would be added to a chart. */
export interface NewValue {
  /** The values file, relative to the root chart's folder. */
  readonly file: string;
  /** As its templates read it below `.Values`. */
  readonly path: readonly string[];
}

/** Names ahead of a name that is taken, at most. */
const mostNames = 20;

/**
 * A name for a value that the template of a `# Source:` path can read and that nothing has yet: `wanted`, behind the
 * component that the template's path names where it names one. Undefined for a template that the chart lacks.
 */
export function newValue(chart: Chart, source: string, wanted: readonly string[]): NewValue | undefined {
  const found = findSource(chart, source);
  const scope = found === undefined ? undefined : chart.scopes[found.scope];
  if (found === undefined || scope === undefined) return undefined;
  const own = scope.prefix.reduce<unknown>((value, step) => valueAt(value, step), chart.values);
  const component = componentIn(chart, source);
  const plain = component === undefined ? wanted : [component, ...wanted];
  const file = inFolder(scope.folder, "values.yaml");
  for (let count = 0; count < mostNames; count++) {
    const path = count === 0 ? plain : [`statefulSet${count === 1 ? "" : count}`, ...plain];
    if (isFree(own, path)) return { file, path };
  }
  return undefined;
}

/** The component that the template of a `# Source:` path names. */
export function componentIn(chart: Chart, source: string): string | undefined {
  const found = findSource(chart, source);
  const scope = found === undefined ? undefined : chart.scopes[found.scope];
  if (found === undefined || scope === undefined) return undefined;
  return componentOf(found.file.slice(inFolder(scope.folder, "templates/").length));
}

/** Words as one name: `my-db` is `myDb`. */
export function camelCased(words: string): string {
  const joined = words.replace(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

/** `ingester/statefulset.yaml` and `ingester-statefulset.yaml` are of the ingester. */
function componentOf(template: string): string | undefined {
  const words = template
    .replace(/\.(ya?ml|tpl)$/, "")
    .split("/")
    .slice(-2)
    .flatMap((part) => part.split(/[^A-Za-z0-9]/))
    .filter((word) => word !== "" && !/^(stateful|sets?|sts|statefulsets?)$/i.test(word))
    .filter((word, index, all) => word.toLowerCase() !== all[index - 1]?.toLowerCase());
  const [first, ...rest] = words;
  if (first === undefined || !/^[A-Za-z]/.test(first)) return undefined;
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  return first.charAt(0).toLowerCase() + first.slice(1) + rest.map(capital).join("");
}

/** Whether the values have nothing of its first key: lines that are pasted behind them would else replace what is there. */
function isFree(values: unknown, path: readonly string[]): boolean {
  return valueAt(values, path[0] ?? "") === undefined;
}
