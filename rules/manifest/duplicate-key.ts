import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Document, DuplicateKey, Manifest } from "../../src/read/document.ts";
import type { Location } from "../../src/read/location.ts";
import { formatPath, type Path } from "../../src/read/path.ts";

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

export const duplicateKey = defineRule({
  id: "duplicate-key",
  category: "manifest",
  subject: "Release",
  summary: "a key stands twice in one mapping, and only the last one counts",
  rationale: `YAML allows a key once in a mapping. Helm and kubectl read a second one all the same: the last wins, and everything under the
first is gone before the API server sees the manifest, so nobody warns. Two \`metadata\` or two \`selector\` blocks lose labels, two probes
lose the first handler. Other tools, such as Flux, refuse the manifest.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Where both say the same nothing is lost, until somebody changes only the first: then an info.`,
  references: ["komodorio/helm-dashboard#328", "clux/lq#14"],
  messages: {
    lost: {
      text: "`{key}` stands twice in {parent}: the last one wins, and what line {line} says is lost without a word",
      help: "keep one `{key}`, with the content of both where both are meant; in a chart, look for two templates that write the same key",
    },
    same: {
      text: "`{key}` stands twice in {parent}, with the same content: the last one wins, and a change of line {line} alone has no effect",
      help: "keep one `{key}`; in a chart, look for two templates that write the same key",
    },
  },
  *check(release) {
    const documents = new Set<Document>();
    for (const { document, kind } of release.manifests) if (kinds.has(kind)) documents.add(document);
    for (const document of documents) {
      for (const duplicate of document.duplicateKeys) {
        // The document is several objects: a problem of the input says so.
        if (duplicate.path.length === 1 && document.faults.length > 0) continue;
        const owner = ownerOf(duplicate.path, document.manifests);
        if (owner === undefined || !kinds.has(owner.kind)) continue;
        const path = duplicate.path.slice(owner.base.length);
        const { line } = duplicate.first;
        const same = saysTheSame(document, duplicate);
        yield {
          message: same ? "same" : "lost",
          ...(same ? { severity: "info" } : {}),
          data: { key: String(path[path.length - 1] ?? ""), parent: parentOf(path), line },
          at: { manifest: owner, path, location: duplicate.again },
          related: [{ manifest: owner, path, location: duplicate.first, message: "the first one, which is lost" }],
        };
      }
    }
  },
});

function parentOf(path: Path): string {
  return path.length < 2 ? "the manifest" : `\`${formatPath(path.slice(0, -1))}\``;
}

function ownerOf(path: Path, manifests: readonly Manifest[]): Manifest | undefined {
  return manifests.find(({ base }) => base.length < path.length && base.every((step, index) => step === path[index]));
}

/** Whether both keys have the same scalar on their own line; quotes do not count. */
function saysTheSame(document: Document, { first, again }: DuplicateKey): boolean {
  const [one, other] = [first, again].map((place) => scalarAt(document, place));
  return one !== undefined && one === other;
}

function scalarAt(document: Document, { line, column }: Location): string | undefined {
  const entry = document.lineText(line)?.slice(column - 1);
  const value = entry === undefined ? undefined : /:[ \t]+([^\s#|>&*{[].*)$/.exec(entry)?.[1]?.trim();
  return value?.replace(/^(["'])(.*)\1$/, "$2");
}
