import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import { commentsOf } from "../../src/lint/engine/comment-directives.ts";
import { readInput } from "../../src/read/index.ts";

const set = `apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
spec:
  serviceName: db # sts-lint-disable-line governing-service-not-headless, pdb-missing, pdb-missing -- theirs
  replicas: 3
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec:
      containers: [{ name: db, image: "example.com/db:1", args: ["# sts-lint-disable-line a -- text"] }]
`;

const service = `---
apiVersion: v1
kind: Service
metadata: { name: db }
spec: { type: NodePort, selector: { app: db }, ports: [{ port: 5432 }] }
`;

function commentsIn(text: string) {
  const documents = [...readInput({ name: "db.yaml", text }, () => {})];
  return documents.flatMap((document) => [
    ...commentsOf(document, () => documents.flatMap(({ manifests }) => manifests)[0]),
  ]);
}

test("a comment gives a directive for each rule that it names, and the one that covers a line is one of them", () => {
  const [comment, ...others] = commentsIn(set);
  expect(others).toEqual([]);
  const known = new Set(["pdb-missing"]);
  expect(comment?.covering("pdb-missing", 5, known)).toBeUndefined();
  const covering = comment?.covering("pdb-missing", 6, known);
  expect(covering).toMatchObject({ reason: "theirs", line: 6, location: { line: 6, column: 19, endColumn: 109 } });
  expect(comment?.covering("pdb-missing", 6, known)).toBe(covering);
  const directives = [...(comment?.directives() ?? [])];
  expect(directives.map(({ rule }) => rule)).toEqual(["governing-service-not-headless", "pdb-missing", "pdb-missing"]);
  expect(directives.map((one) => one === covering)).toEqual([false, true, false]);
});

test("of each line the first comment counts, also beside text that looks like one, and in a document of comments alone", () => {
  const text = `# sts-lint-disable-next-line a -- b # sts-lint-disable-next-line c -- d\n---\n${set}`;
  expect(commentsIn(text).map(({ line, column }) => [line, column])).toEqual([
    [1, 1],
    [8, 19],
  ]);
});

test("a rule that thousands of comments name, and nobody knows, is told of each with what was meant", () => {
  const text = "# sts-lint-disable-next-line pdb-missin -- why\n".repeat(3000) + set;
  const { findings } = lint([{ name: "db.yaml", text }], { today: "2026-11-25" });
  const told = findings.filter(({ rule }) => rule === "suppression-without-effect");
  expect(told.reduce((count, one) => count + 1 + ("more" in one ? Number(one.more) : 0), 0)).toBeGreaterThan(2999);
  expect(told[0]?.message).toContain("did you mean `pdb-missing`");
});

test("a comment that names very many rules covers what the first of them do", () => {
  const many = Array.from({ length: 2000 }, (_, index) => `rule-${index}`).join(", ");
  const text = set.replace("governing-service-not-headless, ", `${many}, governing-service-not-headless, `);
  const { suppressed } = lint([{ name: "db.yaml", text: text + service }], { today: "2026-11-25" });
  expect(suppressed.map(({ rule }) => rule)).toEqual(["governing-service-not-headless"]);
});
