import { defineRule } from "../../src/lint/contract/rule.ts";
import { isSameValue } from "../../src/model/same-value.ts";
import type { Document, DuplicateKey, Manifest } from "../../src/read/document.ts";
import type { Location } from "../../src/read/location.ts";
import { formatPath, type Path } from "../../src/read/path.ts";
import { readText } from "../../src/read/read-text.ts";
import { mostDuplicates } from "../../src/read/yaml/place.ts";

/** The StatefulSet, and the kinds that its pods depend on. */
const kinds: ReadonlySet<string> = new Set([
  "ConfigMap",
  "HorizontalPodAutoscaler",
  "PersistentVolumeClaim",
  "PodDisruptionBudget",
  "Secret",
  "Service",
  "StatefulSet",
]);

/** Further keys that are shown beside the first. */
const mostRelated = 10;
/** Longer blocks are not compared. */
const mostLines = 2_000;
const longestCompared = 20_000;

export const duplicateKey = defineRule({
  id: "duplicate-key",
  category: "manifest",
  subject: "Release",
  summary: "a key stands twice in one mapping, and only the last one counts",
  rationale: `YAML allows a key once in a mapping. Helm and kubectl read a second one all the same: the last wins, and everything under the
first is gone before the API server sees the manifest, so nobody warns. Two \`metadata\` or two \`selector\` blocks lose labels, two probes
lose the first handler. Other tools, such as Flux, refuse the manifest.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Where both say the same nothing is lost, until somebody changes only the first: then an info, one for the whole release. Of what is lost it is one finding a document.
The others are shown beside it.`,
  references: ["komodorio/helm-dashboard#328", "clux/lq#14"],
  messages: {
    lost: {
      text: "`{key}` stands twice in {parent}{more}: the last one wins, and what line {line} says is lost without a word",
      help: "keep one `{key}`, with the content of both where both are meant; in a chart, look for two templates that write the same key",
    },
    same: {
      text: "`{key}` stands twice in {parent}, with the same content{more}: the last one wins, and a change of line {line} alone has no effect",
      help: "keep one `{key}`; in a chart, look for two templates that write the same key",
    },
  },
  *check(release) {
    const equal: Doubled[] = [];
    const documents = new Set<Document>();
    for (const { document, kind } of release.manifests) if (kinds.has(kind)) documents.add(document);
    for (const document of documents) {
      const all = document.duplicateKeys.flatMap((duplicate) => {
        // The document is several objects: a problem of the input says so.
        if (duplicate.path.length === 1 && document.faults.length > 0) return [];
        const owner = ownerOf(duplicate.path, document.manifests);
        return owner === undefined || !kinds.has(owner.kind)
          ? []
          : [{ duplicate, owner, isSame: saysTheSame(document, duplicate) }];
      });
      const [first, ...others] = all.filter(({ isSame }) => !isSame);
      if (first === undefined) for (const one of all) equal.push(one);
      else yield told("lost", first, others);
    }
    // One helper for labels doubles them in every document: the set's own is shown, the others beside it.
    const isOfSet = ({ owner }: Doubled) => owner.kind === "StatefulSet";
    const [first, ...others] = [...equal.filter(isOfSet), ...equal.filter((one) => !isOfSet(one))];
    if (first !== undefined) yield { ...told("same", first, others), severity: "info" as const };
  },
});

interface Doubled {
  readonly duplicate: DuplicateKey;
  readonly owner: Manifest;
  readonly isSame: boolean;
}

function told(message: "lost" | "same", { duplicate, owner }: Doubled, others: readonly Doubled[]) {
  const path = duplicate.path.slice(owner.base.length);
  return {
    message,
    data: {
      key: keyOf(duplicate),
      parent: parentOf(path),
      line: duplicate.first.line,
      more: moreOf(owner, others),
    },
    at: { manifest: owner, path, location: duplicate.again },
    related: [
      { manifest: owner, path, location: duplicate.first, message: "the first one, which is lost" },
      ...others.slice(0, mostRelated).map((other) => ({
        manifest: other.owner,
        path: other.duplicate.path.slice(other.owner.base.length),
        location: other.duplicate.again,
        message: `\`${keyOf(other.duplicate)}\` stands twice too`,
      })),
    ],
  };
}

function keyOf({ path }: DuplicateKey): string {
  return String(path[path.length - 1] ?? "");
}

/** `; so do 2 more keys of this document and 3 of others`. */
function moreOf(owner: Manifest, others: readonly Doubled[]): string {
  const here = others.filter((other) => other.owner.document === owner.document).length;
  const elsewhere = others.length - here;
  if (others.length === 0) return "";
  const keys = (count: number) => `${count} more ${count === 1 ? "key" : "keys"}`;
  if (here === 0) return `; so do ${keys(elsewhere)} of other documents`;
  const least = owner.document.duplicateKeys.length < mostDuplicates ? "" : "at least ";
  return `; so do ${least}${keys(here)} of this document${elsewhere === 0 ? "" : ` and ${elsewhere} of others`}`;
}

function parentOf(path: Path): string {
  return path.length < 2 ? "the manifest" : `\`${formatPath(path.slice(0, -1))}\``;
}

function ownerOf(path: Path, manifests: readonly Manifest[]): Manifest | undefined {
  return manifests.find(({ base }) => base.length < path.length && base.every((step, index) => step === path[index]));
}

/** Whether both keys have the same content, as a scalar or as a block below them; quotes, comments and indentation do not count. */
function saysTheSame(document: Document, { first, again }: DuplicateKey): boolean {
  const [one, other] = [first, again].map((place) => contentAt(document, place));
  if (one === undefined || other === undefined) return false;
  return one === other || (mayBeReordered(one) && mayBeReordered(other) && saysTheSameInOtherWords(one, other));
}

/** Mappings and lists; of scalars the words count. */
function mayBeReordered(content: string): boolean {
  return /^[\n{[]/.test(content) && content.length <= longestCompared;
}

/** Whether two mappings or lists are equal whatever the order of their keys, quotes and style. */
function saysTheSameInOtherWords(one: string, other: string): boolean {
  try {
    return isSameValue(readText(one), readText(other));
  } catch {
    // An anchor of another block, or a flow mapping over several lines: not told from this text alone.
    return false;
  }
}

/** What a key holds, as lines without its own indentation; undefined where it cannot be told from the text. */
function contentAt(document: Document, { line, column }: Location): string | undefined {
  const entry = document.lineText(line)?.slice(column - 1);
  const value = entry === undefined ? undefined : afterColon(entry);
  if (value === undefined) return undefined;
  const inline = value === "" ? undefined : value;
  if (inline !== undefined && !/^[|>&*]/.test(inline))
    return /^[{[]/.test(inline) ? flowText(inline) : unquoted(inline);
  const lines = [inline ?? ""];
  for (let at = line + 1; at <= line + mostLines; at++) {
    const text = document.lineText(at);
    if (text === undefined || /^(?:---|\.\.\.)/.test(text)) break;
    if (/^[ \t]*(?:#.*)?$/.test(text)) continue;
    const indent = text.search(/\S/);
    if (indent < column - 1 || (indent === column - 1 && !text.slice(indent).startsWith("- "))) break;
    lines.push(text.slice(column - 1).trimEnd());
  }
  return lines.join("\n");
}

/** A flow mapping or list without what stands behind its closing bracket; the whole where none closes it on the line. */
function flowText(text: string): string {
  let open = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1);
      if (end === -1) return text;
      at = end;
    } else if (character === "{" || character === "[") open++;
    else if ((character === "}" || character === "]") && --open === 0) return text.slice(0, at + 1);
  }
  return text;
}

/** What follows the first colon of a line that ends its key; empty where that is nothing or a comment. */
function afterColon(entry: string): string | undefined {
  const at = entry.search(/:(?=[ \t]|$)/);
  if (at === -1) return undefined;
  const value = entry.slice(at + 1).trim();
  return value.startsWith("#") ? "" : value;
}

function unquoted(value: string): string {
  return value.replace(/(?<![ \t])[ \t]+#.*$/s, "").replace(/^(["'])(.*)\1$/, "$2");
}
