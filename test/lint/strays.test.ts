import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const service = "apiVersion: v1\nkind: Service\nmetadata: { name: db }\nspec: { ports: [{ port: 5432 }] }\n";
const values = "replicas: 3\nimage: db\n";

const problems = (...files: [string, string][]) =>
  lint(files.map(([name, text]) => ({ name, text }))).problems.map(({ kind, file, line }) => `${kind} ${file}:${line}`);

describe("a document that is no Kubernetes object", () => {
  test("is a fault where it is all there is: a values file, plain text, a list", () => {
    expect(problems(["values.yaml", values])).toEqual(["unreadable values.yaml:1"]);
    expect(problems(["a.yaml", "just words\n"])).toEqual(["unreadable a.yaml:1"]);
    expect(problems(["a.yaml", "- a\n- b\n"])).toEqual(["unreadable a.yaml:1"]);
  });

  test("is a fault beside objects in one stream: Kubernetes would refuse it", () => {
    expect(problems(["stdin", `${service}---\n${values}`])).toEqual(["unreadable stdin:6"]);
  });

  test("is only named where it is a file of its own among manifests, such as a kustomization", () => {
    expect(problems(["kustomization.yaml", "resources: [a.yaml]\n"], ["a.yaml", service])).toEqual([
      "ignored-text kustomization.yaml:1",
    ]);
  });

  test("is nothing at all where the document is empty or an empty List", () => {
    expect(problems(["a.yaml", `---\n# nothing\n---\n${service}`])).toEqual([]);
    expect(problems(["a.yaml", "apiVersion: v1\nkind: List\nitems: []\n"])).toEqual([]);
  });

  test("is a fault on either side of a comparison, whatever the other side holds", () => {
    const against = [{ name: "old.yaml", text: service }];
    expect(lint([{ name: "values.yaml", text: values }], { against }).problems.map(({ kind }) => kind)).toEqual([
      "unreadable",
    ]);
    const swapped = { against: [{ name: "values.yaml", text: values }] };
    expect(lint([{ name: "new.yaml", text: service }], swapped).problems.map(({ kind }) => kind)).toEqual([
      "unreadable",
    ]);
  });
});
