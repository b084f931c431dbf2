import { isDeepStrictEqual } from "node:util";
import type { ChartFile } from "../../../src/chart/render/inputs/chart-file.ts";
import { TextLines } from "../../../src/read/text-lines.ts";
import { actionsIn, withTokensInside } from "./action-tokens.ts";
import type { Command, RenderedSet } from "./command.ts";
import { withEdits } from "./command.ts";
import type { Form, Node, Path } from "./nodes.ts";

/** What nodes name as where their key, dash or item is written, or as the action that printed it. */
export interface Named {
  readonly file: string;
  readonly offset: number;
  readonly form: Form;
  readonly isPrinted: boolean;
  readonly token: string;
  readonly nodes: Node[];
}

/** The places that the nodes of some sets name; nodes without one are left out. */
export class NamedPlaces {
  readonly all: Named[] = [];
  readonly #byNode = new Map<Node, Named>();

  constructor(sets: readonly RenderedSet[], files: readonly ChartFile[]) {
    const texts = new Map(files.map((file) => [file.place, file]));
    const lines = new Map<string, TextLines>();
    const byPlace = new Map<string, Named>();
    const tokens = new Map<string, string>();
    for (const node of sets.flatMap(({ nodes }) => nodes)) {
      const { trace, form, isPrinted } = node;
      if (trace === undefined || trace.exactness === "none") continue;
      const { file, line, column } = trace.template;
      const text = lines.get(file) ?? new TextLines(texts.get(file)?.text ?? "");
      lines.set(file, text);
      const offset = text.offset(line - 1) + column - 1;
      // What one action printed under several names is judged name by name, under one token.
      const place = `${file}:${offset}:${isPrinted}`;
      const token = tokens.get(place) ?? `zq${tokens.size}q`;
      tokens.set(place, token);
      const key = isPrinted ? `${place}:${form}:${node.written}` : place;
      const named = byPlace.get(key) ?? { file, offset, form, isPrinted, token, nodes: [] };
      if (!byPlace.has(key)) this.all.push(named);
      byPlace.set(key, named);
      named.nodes.push(node);
      this.#byNode.set(node, named);
    }
  }

  at(node: Node): Named | undefined {
    return this.#byNode.get(node);
  }
}

/** The files with each place's token put ahead of what is written there. @throws {NoAction} */
export function withTokens(command: Command, places: readonly Named[]): ChartFile[] {
  const edits = new Map<string, string>();
  const texts = new Map(command.files.map((file) => [file.place, file]));
  for (const [file, named] of groupBy(places, (place) => place.file)) {
    const text = texts.get(file)?.text ?? "";
    let edited = text;
    const actions = named.some(({ isPrinted }) => isPrinted) ? actionsIn(text) : undefined;
    for (const [offset, here] of [...groupBy(named, (place) => place.offset)].sort(([one], [other]) => other - one)) {
      const [printed] = here.filter(({ isPrinted }) => isPrinted);
      if (printed !== undefined) {
        const action = actions?.get(offset);
        if (action === undefined) throw new NoAction();
        const nodes = here.filter(({ isPrinted }) => isPrinted).flatMap((place) => place.nodes);
        const marked = withTokensInside(text, action, nodes, printed.token);
        edited = edited.slice(0, offset) + marked.action + edited.slice(action.end) + marked.defines;
      }
      for (const { form, token } of here.filter(({ isPrinted }) => !isPrinted))
        edited = edited.slice(0, offset) + inserted(text, offset, form, token) + edited.slice(offset);
    }
    edits.set(file, edited);
  }
  return withEdits(command.files, edits);
}

/** A node is said to be printed, and no action stands where it is said to begin. */
export class NoAction extends Error {
  override readonly name = "NoAction";
}

function groupBy<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

/** A key is given another name; a new item is put ahead of an item. */
function inserted(text: string, offset: number, form: Form, token: string): string {
  if (form === "key") return token;
  if (form === "flow") return `${token}, `;
  const before = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).replace(/\{\{.*?\}\}/g, "");
  return `- ${token}\n${before.replace(/[^ \t]/g, " ")}`;
}

/** Anything may stand here: text of random functions, and hashes of what was renamed. */
const anything = Symbol("anything");

/** What a set should say once the tokens are in place: these keys moved with their values, and nothing else. */
export function expectedOf(set: RenderedSet, places: NamedPlaces, active: ReadonlySet<Named>): unknown {
  const byPath = new Map(set.nodes.map((node) => [JSON.stringify(node.path), node]));
  const build = (value: unknown, path: Path): unknown => {
    const named = (step: string | number): { node: Node | undefined; token: string | undefined } => {
      const node = byPath.get(JSON.stringify([...path, step]));
      const place = node === undefined ? undefined : places.at(node);
      return { node, token: place !== undefined && active.has(place) ? place.token : undefined };
    };
    if (Array.isArray(value))
      return value.flatMap((item, index) => {
        const { token } = named(index);
        return [...(token === undefined ? [] : [token]), build(item, [...path, index])];
      });
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => {
          const { node, token } = named(key);
          const own = node?.isPrinted === false ? node.written : key;
          return [token === undefined ? key : token + own, build(item, [...path, key])];
        }),
      );
    const isRandom = byPath.get(JSON.stringify(path))?.isRandom === true;
    return isRandom || (typeof value === "string" && /^[0-9a-f]{32,128}$/.test(value)) ? anything : value;
  };
  return build(set.value, []);
}

/** Whether a document says what was expected. */
export function isAsExpected(value: unknown, expected: unknown): boolean {
  if (expected === anything) return typeof value !== "object";
  if (Array.isArray(expected))
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((item, index) => isAsExpected(value[index], item))
    );
  if (typeof expected === "object" && expected !== null) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const keys = Object.keys(expected);
    const own = value as Record<string, unknown>;
    return (
      keys.length === Object.keys(own).length &&
      keys.every((key) => Object.hasOwn(own, key) && isAsExpected(own[key], (expected as Record<string, unknown>)[key]))
    );
  }
  return isDeepStrictEqual(value, expected);
}

/** Whether each set is found, as expected, among what its template gave. */
export function areAsExpected(
  sets: readonly RenderedSet[],
  places: NamedPlaces,
  active: ReadonlySet<Named>,
  found: ReadonlyMap<string, readonly unknown[]>,
): boolean {
  const left = new Map([...found].map(([source, values]) => [source, [...values]]));
  return sets.every((set) => {
    const values = left.get(set.source) ?? [];
    const expected = expectedOf(set, places, active);
    const at = values.findIndex((value) => isAsExpected(value, expected));
    if (at >= 0) values.splice(at, 1);
    return at >= 0;
  });
}
