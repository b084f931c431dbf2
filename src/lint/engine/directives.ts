import { filled, list, mapping } from "../../model/fields.ts";
import type { Document, Manifest } from "../../read/document.ts";
import { type Path, valueAt } from "../../read/path.ts";
import type { SeparatorComment } from "../../read/slice.ts";
import type { Directive } from "../contract/directive.ts";
import type { Override } from "../contract/options.ts";
import { annotationText } from "./annotation-text.ts";
import { commentText, namesUs, namesUsFirst } from "./directive-text.ts";
import { fits } from "./settings.ts";

/** Where a comment for us may begin. */
const opening = /#[ \t]*sts-?lint/gi;
const annotation = "sts-lint/ignore";

/** All directives of some documents, in their order: of comments, of annotations and of the configuration. */
export function directivesOf(documents: readonly Document[], overrides: readonly Override[]): readonly Directive[] {
  const first = firstManifest(documents);
  return documents.flatMap((document) => [
    ...comments(document, first),
    ...document.manifests.flatMap((manifest) => [...ofAnnotations(manifest), ...configured(manifest, overrides)]),
  ]);
}

/** The directives in a document's comments; a line inside a string is none. */
function comments(document: Document, first: () => Manifest | undefined): Directive[] {
  const { ahead, text } = document;
  if (ahead === undefined && !namesUs(text)) return [];
  // A comment above the first `---` stands in a document that holds nothing else.
  const owner = document.manifests[0] ?? first();
  if (owner === undefined) return [];
  const itemAt = itemsByLine(document);
  const within = text.split("\n").flatMap((line, index) => {
    const number = document.line + index;
    for (const { index: at } of line.matchAll(opening)) {
      if (!document.isComment(number, at + 1)) continue;
      return commentDirectives(
        { text: line.slice(at), line: number, column: at + 1 },
        document,
        itemAt(number) ?? owner,
      );
    }
    return [];
  });
  return ahead === undefined ? within : [...aheadDirectives(ahead, document, owner), ...within];
}

function aheadDirectives(ahead: SeparatorComment, document: Document, owner: Manifest): Directive[] {
  const { value: found } = ahead.text.matchAll(opening).next();
  if (found === undefined) return [];
  const { index } = found;
  return commentDirectives(
    { text: ahead.text.slice(index), line: ahead.line, column: ahead.column + index },
    document,
    owner,
  );
}

/** What one comment says, given from its `#` on. */
function commentDirectives({ text, line, column }: SeparatorComment, document: Document, owner: Manifest): Directive[] {
  const directive = commentText(text.slice(1));
  if (directive === undefined) return [];
  const { where, rules, ...said } = directive;
  const shared = {
    kind: "comment" as const,
    ...said,
    manifest: owner,
    location: {
      file: document.file,
      line,
      column,
      endLine: line,
      endColumn: column + text.trimEnd().length,
      ...(document.source === undefined ? {} : { source: document.source }),
    },
    line: where === "next-line" ? line + 1 : line,
  };
  return said.odd === undefined ? rules.map((rule) => ({ ...shared, rule })) : [{ ...shared, rule: "" }];
}

/** The first manifest of all, looked for once. */
function firstManifest(documents: readonly Document[]): () => Manifest | undefined {
  let found: { readonly manifest: Manifest | undefined } | undefined;
  return () => {
    found ??= { manifest: documents.find(({ manifests }) => manifests.length > 0)?.manifests[0] };
    return found.manifest;
  };
}

/** The item of a List whose text a line is part of: the last that begins there or before. */
function itemsByLine(document: Document): (line: number) => Manifest | undefined {
  const { items } = document;
  if (items === undefined) return () => undefined;
  // For each item the smallest line from it on: the item we want is the last one for which that is not past the line.
  let least: number[] | undefined;
  return (line) => {
    least ??= leastFrom(items.map((item) => item.locate([]).line));
    let low = 0;
    for (let high = least.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((least[middle] ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return items[low - 1];
  };
}

/** For each place the least of the numbers from there on. */
function leastFrom(numbers: readonly number[]): number[] {
  const least = [...numbers];
  for (let i = least.length - 2; i >= 0; i--) least[i] = Math.min(least[i] ?? 0, least[i + 1] ?? 0);
  return least;
}

/** So many that annotations of one resource hold are looked at, more than anybody writes. */
const mostOfOne = 1_000;

/** The directives of a resource's annotations; of very many the first, and one that says that there are more. */
function ofAnnotations(manifest: Manifest): readonly Directive[] {
  const found: Directive[] = [];
  for (const directive of annotations(manifest)) {
    if (found.length < mostOfOne) found.push(directive);
    else {
      const odd = `the annotations of this ${manifest.kind} hold more than ${mostOfOne} suppressions: neither this nor what follows is looked at`;
      const { kind, location } = directive;
      found.push({ kind, manifest, ...(location === undefined ? {} : { location }), rule: "", odd });
      break;
    }
  }
  return found;
}

/** Annotation `sts-lint/ignore: "ID: reason"`; one of ours that stands elsewhere, or is called otherwise, is not understood. */
function* annotations(manifest: Manifest): Generator<Directive, void> {
  const { document, base } = manifest;
  // Most texts tell that there is none: a long stream is not parsed for them. A List is parsed, and has many items.
  if (base.length === 0 && !mayHoldAnnotation(document.text)) return;
  const written = mapping(mapping(manifest.value.metadata).annotations);
  for (const key of Object.keys(written)) {
    if (!namesUsFirst(key)) continue;
    const shared = {
      kind: "annotation" as const,
      manifest,
      location: manifest.locate(["metadata", "annotations", key]),
    };
    if (key !== annotation) {
      const odd = `there is no annotation \`${key.slice(0, 60)}\`; did you mean \`${annotation}\`?`;
      yield { ...shared, rule: "", odd };
      continue;
    }
    let isEmpty = true;
    for (const { rules, ...said } of annotationText(filled(written[key]) ?? "")) {
      isEmpty = false;
      if (said.odd !== undefined) yield { ...shared, ...said, rule: "" };
      else for (const rule of rules) yield { ...shared, ...said, rule };
    }
    if (isEmpty) yield { ...shared, rule: "", odd: "it names no rule; write `ID: reason`" };
  }
  yield* misplaced(manifest, written);
}

/** What was written for us where we do not read it, unless the resource's own annotations say the same. */
function* misplaced(manifest: Manifest, own: Readonly<Record<string, unknown>>): Generator<Directive, void> {
  const spec = mapping(manifest.value.spec);
  const claims = list(spec.volumeClaimTemplates).map((_, index): Path => ["spec", "volumeClaimTemplates", index]);
  const places: readonly (readonly [Path, string])[] = [
    [["metadata", "labels"], "a label"],
    [["spec", "template", "metadata", "annotations"], "on the pod template"],
    ...claims.map((path) => [[...path, "metadata", "annotations"], "on a claim template"] as const),
  ];
  for (const [path, where] of places) {
    const written = mapping(valueAt(manifest.value, path));
    for (const key of Object.keys(written)) {
      if (!namesUsFirst(key) || written[key] === own[key]) continue;
      yield {
        kind: "annotation",
        manifest,
        location: manifest.locate([...path, key]),
        rule: "",
        odd: `it is ${where}; write it among the annotations of the ${manifest.kind}'s own metadata`,
      };
    }
  }
}

/** Behind a backslash anything may be written. */
function mayHoldAnnotation(text: string): boolean {
  return namesUs(text) || text.includes("\\");
}

function configured(manifest: Manifest, overrides: readonly Override[]): Directive[] {
  return overrides.flatMap(({ match, ignore = [] }) =>
    ignore.length === 0 || !fits(match, manifest)
      ? []
      : ignore.map((entry) => {
          const { rule, reason, expires, location } = entry;
          return {
            kind: "config" as const,
            rule,
            ...(reason.trim() === "" ? {} : { reason }),
            ...(expires === undefined ? {} : { expires }),
            ...(location === undefined ? {} : { location }),
            ignore: entry,
            manifest,
          };
        }),
  );
}
