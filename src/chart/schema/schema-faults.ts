import type { Path } from "../../read/path.ts";
import { TextLines } from "../../read/text-lines.ts";
import type { ValueAtom } from "../reads/atom.ts";
import type { ReadValues } from "../reads/read-values.ts";
import { stepInto, unreadKeys } from "../reads/unread-values.ts";
import { writtenReads } from "../reads/written-reads.ts";
import type { ChartFile } from "../render/inputs/chart-file.ts";
import { FlagLayer } from "../render/inputs/layer.ts";
import { givenAt, type KeyRange, newTable, type Table } from "../render/inputs/values-tree.ts";
import type { SchemaKey } from "./certain-schema.ts";

/**
 * Where a chart's schema and its templates are not of one mind about a value:
 * - `closed`: a template reads it, and the schema refuses whatever is given;
 * - `required`: it must be given, and no template reads it;
 * - `offered`: the schema lists it, values.yaml does not, and no template reads it.
 */
export interface SchemaFault {
  readonly kind: "closed" | "required" | "offered";
  /** The shortest path for which it is so. */
  readonly path: Path;
  /** Where the template reads it; else its key in the schema. */
  readonly place: KeyRange;
}

const globalKey = "global";

/** Only what is certain; values of subcharts are their own affair. */
export function schemaFaults(read: ReadValues): readonly SchemaFault[] {
  const { schema, reads } = read;
  if (schema === undefined) return [];
  const isForeign = ([first = ""]: readonly string[]) => first === globalKey || reads.subcharts.has(first);
  return [...closed(read, isForeign), ...unread(read, isForeign)];
}

function* closed(
  { reads, schema }: ReadValues,
  isForeign: (path: readonly string[]) => boolean,
): Generator<SchemaFault> {
  const said = new Set<string>();
  for (const { file, bodies } of reads.own) {
    const lines = new TextLines(file.text);
    for (const { path, source, at } of bodies.flatMap((body) => [...writtenReads(body)])) {
      const steps = isForeign(path) ? undefined : schema?.refusedAt(path);
      if (steps === undefined) continue;
      const refused = path.slice(0, steps);
      if (said.has(JSON.stringify(refused)) || !isOnlyRead(reads.root, refused)) continue;
      said.add(JSON.stringify(refused));
      yield { kind: "closed", path: refused, place: placeOf(file, lines, source, at) };
    }
  }
}

/** Whether the templates get there from the values, and put nothing of their own on the way. */
function isOnlyRead(root: ValueAtom, path: readonly string[]): boolean {
  let nodes: readonly ValueAtom[] = [root];
  for (const step of path) {
    const hasOwn = nodes.some(
      ({ contents: { entries, rest, mixed } }) => entries.size > 0 || rest.size > 0 || mixed.size > 0,
    );
    if (hasOwn) return false;
    nodes = stepInto(nodes, step);
  }
  return nodes.length > 0;
}

/** What is written there ends a little behind the place where Go would put an error of it. */
function placeOf(file: ChartFile, lines: TextLines, source: string, at: number): KeyRange {
  const start = file.text.lastIndexOf(source, at);
  const [from, to] = start < 0 ? [at, at] : [start, start + source.length];
  return { file: file.place, ...lines.range(from, to) };
}

function unread(read: ReadValues, isForeign: (path: readonly string[]) => boolean): readonly SchemaFault[] {
  const { schema, reads } = read;
  const keys = new Map<string, SchemaKey>();
  const layer = new FlagLayer("values.schema.json", newTable());
  for (const key of schema?.keys() ?? []) {
    if (isForeign(key.path)) continue;
    keys.set(JSON.stringify(key.path), key);
    put(layer.root, key.path);
  }
  return unreadKeys(read, layer).flatMap((path): readonly SchemaFault[] => {
    const key = keys.get(JSON.stringify(path));
    if (key === undefined) return [];
    const place = key.range;
    if (schema?.isRequired(key.path) === true) return [{ kind: "required", path, place }];
    const isListed = reads.layers.some(({ root }) => givenAt(root, path) !== undefined);
    const isOutdated = key.schemas.some((one) => one.deprecated === true);
    return isListed || isOutdated ? [] : [{ kind: "offered", path, place }];
  });
}

function put(root: Table, path: readonly string[]): void {
  let at = root;
  for (const step of path.slice(0, -1)) {
    const held = at.entries.get(step);
    const below = held?.kind === "table" ? held : newTable();
    if (held !== below) at.entries.set(step, below);
    at = below;
  }
  const last = path.at(-1);
  if (last !== undefined) at.entries.set(last, { kind: "scalar", value: true, source: undefined });
}
