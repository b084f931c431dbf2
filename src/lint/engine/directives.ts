import { filled, list, mapping } from "../../model/fields.ts";
import type { Document, Manifest } from "../../read/document.ts";
import { type Path, valueAt } from "../../read/path.ts";
import type { Directive } from "../contract/directive.ts";
import type { Override } from "../contract/options.ts";
import { annotationText } from "./annotation-text.ts";
import { commentsOf, type WrittenComment } from "./comment-directives.ts";
import { namesUs, namesUsFirst } from "./directive-text.ts";
import { fits } from "./settings.ts";

const annotation = "sts-lint/ignore";

/** A directive of an annotation or of the configuration, or a comment with those that it says. */
export type WrittenDirective = Directive | WrittenComment;

/** All directives of some documents, in their order: of comments, of annotations and of the configuration. */
export function directivesOf(
  documents: readonly Document[],
  overrides: readonly Override[],
): readonly WrittenDirective[] {
  const first = firstManifest(documents);
  const all: WrittenDirective[] = [];
  for (const document of documents) {
    for (const comment of commentsOf(document, first)) all.push(comment);
    for (const manifest of document.manifests) {
      for (const one of ofAnnotations(manifest)) all.push(one);
      for (const one of configured(manifest, overrides)) all.push(one);
    }
  }
  return all;
}

/** The first manifest of all, looked for once. */
function firstManifest(documents: readonly Document[]): () => Manifest | undefined {
  let found: { readonly manifest: Manifest | undefined } | undefined;
  return () => {
    found ??= { manifest: documents.find(({ manifests }) => manifests.length > 0)?.manifests[0] };
    return found.manifest;
  };
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
