import { describe, expect, test } from "vitest";
import { readManifests } from "../../src/read/index.ts";

function read(text: string) {
  return readManifests([{ name: "stdin", text }]);
}

const POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n";

describe("helm's own words around manifests", () => {
  test("`Pulled:` and `Digest:` ahead of the first document are no document", () => {
    const digest = "a".repeat(64);
    const { documents, problems } = read(`Pulled: registry.example.com/c:1.0.0\nDigest: sha256:${digest}\n---\n${POD}`);
    expect(problems).toEqual([]);
    expect(documents.map((document) => document.header.kind)).toEqual(["Pod"]);
    expect(documents[0]?.locate(["kind"]).line).toBe(5);
  });

  test.each([
    'level=WARN msg="this chart is deprecated"',
    'install.go:225: 2026-11-22 10:32:26.17 +0000 UTC m=+0.03 [debug] Original chart version: ""',
    "WARNING: This chart is deprecated",
  ])("a log line ahead of them is no document: %s", (line) => {
    const { documents, problems } = read(`${line}\n\n---\n# Source: c/templates/p.yaml\n${POD}`);
    expect(problems).toEqual([]);
    expect(documents.flatMap((document) => document.manifests).map(({ source, name }) => [source, name])).toEqual([
      ["c/templates/p.yaml", "p"],
    ]);
  });

  test("a dry run: status, values and notes are no documents, hooks and manifests are", () => {
    const { documents, problems } = read(
      [
        "NAME: r",
        "LAST DEPLOYED: Sun Nov 22 10:32:26 2026",
        "STATUS: pending-install",
        "USER-SUPPLIED VALUES:",
        "HOOKS:",
        "  a: b",
        "",
        "COMPUTED VALUES:",
        "x: |",
        "  MANIFEST:",
        "",
        "HOOKS:",
        "---",
        "# Source: c/templates/test.yaml",
        POD,
        "MANIFEST:",
        "---",
        "# Source: c/templates/s.yaml",
        POD.replace("Pod", "Service"),
        "",
        "NOTES:",
        "1. Get the URL: {{ run }}: this",
        "---",
        "kind: Pod",
      ].join("\n"),
    );
    expect(problems).toEqual([]);
    expect(documents.flatMap((document) => document.manifests).map(({ kind, source }) => [kind, source])).toEqual([
      ["Pod", "c/templates/test.yaml"],
      ["Service", "c/templates/s.yaml"],
    ]);
    expect(documents.at(-1)?.value).toEqual({ apiVersion: "v1", kind: "Service", metadata: { name: "p" } });
  });

  test("without helm's head, NOTES and MANIFEST are keys like all others", () => {
    const { documents } = read("NAME: x\nNOTES:\n  a: b\nMANIFEST:\n  c: d\n");
    expect(documents.map((document) => document.value)).toEqual([
      { NAME: "x", NOTES: { a: "b" }, MANIFEST: { c: "d" } },
    ]);
  });

  test("a block scalar that holds NOTES: keeps its text, in a dry run, too", () => {
    const map = "kind: ConfigMap\ndata:\n  t: |\n    MANIFEST:\n    NOTES:\n    x\n";
    expect(read(map).documents[0]?.value).toEqual({ kind: "ConfigMap", data: { t: "MANIFEST:\nNOTES:\nx\n" } });
    const dry = `NAME: r\nLAST DEPLOYED: now\nHOOKS:\nMANIFEST:\n---\n${map}`;
    expect(read(dry).documents[0]?.value).toEqual({ kind: "ConfigMap", data: { t: "MANIFEST:\nNOTES:\nx\n" } });
  });

  test("a Source comment holds for the documents after it until the next one", () => {
    const { documents } = read(
      "---\n# Source: c/crds/a.yaml\na: 1\n---\nb: 2\n---\n# a comment\n# Source: c/templates/x.yaml\nc: 3\n",
    );
    expect(documents.map((document) => document.source)).toEqual([
      "c/crds/a.yaml",
      "c/crds/a.yaml",
      "c/templates/x.yaml",
    ]);
  });

  test("a comment that names a web address is no template", () => {
    expect(read("# Source: https://example.com/a.yaml\na: 1\n").documents[0]?.source).toBeUndefined();
  });

  test("a report without manifests says what to pass instead", () => {
    const { problems } = read("NAME: r\nLAST DEPLOYED: now\nSTATUS: deployed\nNOTES:\nhello\n");
    expect(problems).toMatchObject([{ kind: "empty", line: 1 }]);
    expect(problems[0]?.message).toContain("helm get manifest");
  });
});

describe("what Helm 4 hands a post-renderer, without `# Source:` comments", () => {
  const annotated = (annotation: string) =>
    `${POD}  annotations:\n    postrenderer.helm.sh/postrender-filename: ${annotation}\n`;

  test.each(["'db/templates/a.yaml'", '"db/templates/a.yaml"', "db/templates/a.yaml"])(
    "each document names its template in an annotation: %s",
    (annotation) => {
      const { documents } = read(`${annotated(annotation)}---\n${annotated("'db/charts/x/templates/b.yaml'")}`);
      expect(documents.map(({ source }) => source)).toEqual(["db/templates/a.yaml", "db/charts/x/templates/b.yaml"]);
    },
  );

  test("an annotation without a path names none", () => {
    expect(read(annotated("")).documents[0]?.source).toBeUndefined();
  });
});
