import { compareBytes } from "../functions/bytes.ts";
import { base } from "../inputs/base-name.ts";
import { type Decoded, type Shape, StructDecoder } from "../inputs/decode.ts";
import { InputError } from "../inputs/input-error.ts";
import { YamlText } from "../inputs/read-yaml.ts";
import type { FilePlace } from "../origin.ts";
import type { Text } from "../text.ts";
import { sortByKind } from "./kinds.ts";
import { splitManifests } from "./split-manifests.ts";
import { isBlank } from "./white-space.ts";

/** One document of the output. */
export interface Manifest {
  /** The template's name in helm's output: `chart/templates/a.yaml`. */
  readonly source: string;
  readonly kind: string;
  readonly text: Text;
  /** When it runs, where it is a hook. */
  readonly events?: readonly string[];
}

export interface SortedManifests {
  readonly manifests: readonly Manifest[];
  readonly hooks: readonly Manifest[];
}

const events = new Set([
  "pre-install",
  "post-install",
  "pre-delete",
  "post-delete",
  "pre-upgrade",
  "post-upgrade",
  "pre-rollback",
  "post-rollback",
  "test",
  "test-success",
]);

const headShape: Readonly<Record<string, Shape>> = {
  apiVersion: "string",
  kind: "string",
  metadata: { struct: { name: "string", annotations: { map: "string" } } },
};

/**
 * Splits what templates rendered to into documents, parts hooks from the rest, and orders both as helm prints them
 * (releaseutil.SortManifests). Hooks for an event that helm does not know are left out.
 *
 * @throws {OutputError} for a document that is no YAML, or no object.
 */
export function sortManifests(rendered: ReadonlyMap<string, Text>, helm: "3" | "4"): SortedManifests {
  const manifests: Manifest[] = [];
  const hooks: Manifest[] = [];
  for (const source of [...rendered.keys()].sort(compareBytes)) {
    const content = rendered.get(source);
    if (content === undefined || base(source).startsWith("_") || isBlank(content.value)) continue;
    for (const text of splitManifests(content, helm)) {
      const { kind, hook } = readHead(source, text);
      if (hook === undefined) manifests.push({ source, kind, text });
      else {
        const names = hook.split(",").map((one) => one.trim().toLowerCase());
        if (names.every((name) => events.has(name))) hooks.push({ source, kind, text, events: names });
      }
    }
  }
  return { manifests: sortByKind(manifests, helm), hooks: sortByKind(hooks, helm) };
}

/** A document that helm does not take for one. */
export class OutputError extends Error {
  override readonly name = "OutputError";
  /** The template's name in helm's output. */
  readonly source: string;
  /** What printed the line that is at fault; undefined where that is not known. */
  readonly place: FilePlace | undefined;

  constructor(message: string, source: string, place: FilePlace | undefined) {
    super(message);
    this.source = source;
    this.place = place;
  }
}

/** What printed a line of a document, from its first character that is no blank. */
function placeOf(text: Text, line = 1): FilePlace | undefined {
  const { value } = text;
  let at = 0;
  for (let lines = 1; lines < line; lines++) {
    const end = value.indexOf("\n", at);
    if (end < 0) break;
    at = end + 1;
  }
  while (value[at] === " ") at++;
  return text.originAt(Math.min(at, value.length - 1))?.place;
}

function readHead(source: string, text: Text): { kind: string; hook: string | undefined } {
  const head: Decoded = Object.create(null);
  try {
    const yaml = new YamlText(text.value, source, source);
    new StructDecoder(yaml, source).struct(headShape, yaml.value, head);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const said = error.message.replace(`cannot load ${source}: `, "");
    throw new OutputError(`YAML parse error on ${source}: ${said}`, source, placeOf(text, error.line));
  }
  const metadata = head.metadata as Decoded | undefined;
  const annotations = metadata?.annotations;
  const hook = annotations instanceof Map ? annotations.get("helm.sh/hook") : undefined;
  return { kind: typeof head.kind === "string" ? head.kind : "", hook: typeof hook === "string" ? hook : undefined };
}

export function isTest({ events: names }: Manifest): boolean {
  return names?.some((name) => name === "test" || name === "test-success") === true;
}
