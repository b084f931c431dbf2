import { type Chart, inFolder, type Scope } from "../chart.ts";

/** The chart or subchart in whose folder for templates a file stands; of one that stands under several aliases, the first. */
export function scopeOf(chart: Chart, file: string): Scope | undefined {
  const around = chart.scopes.filter(({ folder }) => file.startsWith(inFolder(folder, "templates/")));
  return around.reduce<Scope | undefined>(
    (best, scope) => (best === undefined || scope.folder.length > best.folder.length ? scope : best),
    undefined,
  );
}

export function sameScope(chart: Chart, one: string, other: string): boolean {
  return scopeOf(chart, one)?.folder === scopeOf(chart, other)?.folder;
}
