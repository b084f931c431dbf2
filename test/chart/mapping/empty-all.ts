import { isDeepStrictEqual } from "node:util";
import { RenderError } from "../../../src/chart/render/render-error.ts";
import { TextLines } from "../../../src/read/text-lines.ts";
import { type Command, type RenderedSet, renderSets, renderValues, withEdits } from "./command.ts";
import type { Node, Path } from "./nodes.ts";
import { proveEach } from "./prove.ts";
import { label } from "./rename-all.ts";

/** An action that printed nodes with their keys. */
interface Action {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly nodes: Node[];
}

export interface EmptyOutcome {
  nodes: number;
  gone: number;
  /** Nodes whose action cannot be judged so: without what it prints elsewhere the chart is no YAML any more. */
  unjudged: number;
  readonly failures: string[];
}

const unreadable = "the output is no YAML";
/** Text that came from the action: it may be anything now, or nothing. */
const free = Symbol("free");

/**
 * Makes the actions print nothing that are named as what printed a node with its key (data through toYaml): exactly the
 * nodes that name them must be gone.
 */
export function emptyAll(command: Command): EmptyOutcome {
  const sets = renderSets(command);
  const outcome: EmptyOutcome = { nodes: 0, gone: 0, unjudged: 0, failures: [] };
  const actions = actionsOf(sets, command);
  const why = (some: readonly Action[]): string | undefined => {
    const edits = new Map<string, string>();
    const texts = new Map(command.files.map((file) => [file.place, file]));
    for (const { file, start, end } of [...some].sort((one, other) => other.start - one.start)) {
      const text = edits.get(file) ?? texts.get(file)?.text ?? "";
      const action = text.slice(start, end);
      if (!action.startsWith("{{") || !action.endsWith("}}")) return "the place is no action";
      const left = action.startsWith("{{-") ? "{{- " : "{{ ";
      edits.set(file, `${text.slice(0, start)}${left}""${action.endsWith("-}}") ? " -}}" : " }}"}${text.slice(end)}`);
    }
    try {
      const found = renderValues(command, withEdits(command.files, edits));
      const places = some.map(({ file, start }) => `${file}:${start}`);
      const gone = new Set(some.flatMap(({ nodes }) => nodes));
      const isThere = sets.every((set) => {
        const expected = expectedOf(set, gone, new Set(places));
        return isLike(undefined, expected) || (found.get(set.source) ?? []).some((value) => isLike(value, expected));
      });
      return isThere ? undefined : "something else is gone, or it is not";
    } catch (error) {
      if (error instanceof RenderError && error.kind === "output") return unreadable;
      if (error instanceof RenderError) return `${error.kind}: ${error.message.slice(0, 100)}`;
      throw error;
    }
  };
  proveEach(
    actions,
    why,
    ({ nodes }) => {
      outcome.nodes += nodes.length;
      outcome.gone += nodes.length;
    },
    ({ nodes }, reason) => {
      if (reason === unreadable) {
        outcome.unjudged += nodes.length;
        return;
      }
      outcome.nodes += nodes.length;
      for (const node of nodes) outcome.failures.push(`${label(node)}: ${reason}`);
    },
  );
  return outcome;
}

function actionsOf(sets: readonly RenderedSet[], command: Command): Action[] {
  const actions = new Map<string, Action>();
  const texts = new Map(command.files.map((file) => [file.place, new TextLines(file.text)]));
  for (const node of sets.flatMap(({ nodes }) => nodes)) {
    if (node.form !== "printed" || node.trace === undefined || node.trace.exactness === "none") continue;
    const { file, line, column, endLine, endColumn } = node.trace.template;
    const lines = texts.get(file);
    const start = (lines?.offset(line - 1) ?? 0) + column - 1;
    const end = (lines?.offset(endLine - 1) ?? 0) + endColumn - 1;
    const key = `${file}:${start}`;
    const action = actions.get(key) ?? { file, start, end, nodes: [] };
    actions.set(key, action);
    action.nodes.push(node);
  }
  return [...actions.values()];
}

function expectedOf(set: RenderedSet, gone: ReadonlySet<Node>, places: ReadonlySet<string>): unknown {
  const byPath = new Map(set.nodes.map((node) => [JSON.stringify(node.path), node]));
  const at = (path: Path) => byPath.get(JSON.stringify(path));
  const stays = (path: Path): boolean => {
    const node = at(path);
    return node === undefined || !gone.has(node);
  };
  const build = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) {
      const items = value.flatMap((item, index) => (stays([...path, index]) ? [build(item, [...path, index])] : []));
      return items.length === 0 && value.length > 0 ? free : items;
    }
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).filter(([key]) => stays([...path, key]));
      if (entries.length === 0 && Object.keys(value).length > 0) return free;
      return Object.fromEntries(entries.map(([key, item]) => [key, build(item, [...path, key])]));
    }
    const node = at(path);
    const isHash = typeof value === "string" && /^[0-9a-f]{32,128}$/.test(value);
    const isTouched = node?.from.split(" ").some((place) => places.has(place)) === true;
    return isTouched || isHash || node?.isRandom === true ? free : value;
  };
  return build(set.value, []);
}

function isLike(value: unknown, expected: unknown): boolean {
  if (expected === free) return value === undefined || isEmpty(value) || typeof value !== "object";
  if (Array.isArray(expected))
    return (
      Array.isArray(value) &&
      value.length === expected.length &&
      expected.every((item, index) => isLike(value[index], item))
    );
  if (typeof expected === "object" && expected !== null) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const own = value as Record<string, unknown>;
    const wanted = expected as Record<string, unknown>;
    return (
      Object.keys(wanted).every((key) => isLike(own[key], wanted[key])) &&
      Object.keys(own).every((key) => Object.hasOwn(wanted, key))
    );
  }
  return isDeepStrictEqual(value, expected);
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === "object" && Object.keys(value).length === 0);
}
