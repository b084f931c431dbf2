import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const set = (name: string, type = "apiVersion: apps/v1\nkind: StatefulSet\n") => `${type}metadata:
  name: ${name}
spec:
  serviceName: ${name}
  replicas: -1
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers: [{ name: c, image: "x:1" }]
`;
const account = (name: string) => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${name}\n`;
const indented = (text: string) => `- ${text.trimEnd().split("\n").join("\n  ")}\n`;

const run = (text: string, name = "a.yaml") => lint([{ name, text }]);
const problems = (text: string, name?: string) =>
  run(text, name).problems.map(({ kind, line, message }) => `${kind}:${line} ${message}`);
const errors = (text: string, name?: string) =>
  run(text, name)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ rule }) => rule);

describe("documents glued together for want of `---`", () => {
  test("are an error that names both, on the line where the second begins", () => {
    const [problem, ...others] = problems(set("web") + account("x"));
    expect(problem).toMatch(/^unreadable:15 StatefulSet\/web and ServiceAccount\/x stand in one document/);
    expect(others).toEqual([]);
  });

  test("also among kinds that no rule reads", () => {
    expect(problems(account("one") + account("two"))[0]).toContain("ServiceAccount/one and ServiceAccount/two");
  });

  test("are counted where they are many, each once", () => {
    const many = problems(Array.from({ length: 40 }, (_, index) => account(`a${index}`)).join(""));
    expect(many).toHaveLength(1);
    expect(many[0]).toContain("ServiceAccount/a0, ServiceAccount/a1, ServiceAccount/a2 and 37 more");
  });

  test("are told in JSON and in flow style, too", () => {
    const text = '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"kind":"Pod","metadata":{"name":"b"}}';
    expect(problems(text)[0]).toContain("several objects stand in one mapping");
  });

  test("are not confused with a key that was written twice, or with a kind deeper down", () => {
    expect(problems(`kind: ServiceAccount\n${account("a")}`)).toEqual([]);
    expect(problems(`${account("a")}roleRef:\n  kind: Role\n`)).toEqual([]);
    expect(problems(`${account("a")}---\n${account("b")}`)).toEqual([]);
  });
});

describe("a List", () => {
  const list = (items: string, kind = "v1\nkind: List") => `apiVersion: ${kind}\nitems:\n${items}`;

  test("has a problem for each item that is a list, lacks `kind` or is nothing", () => {
    const untyped = indented(set("web", ""));
    expect(problems(list(`- ${indented(set("web")).split("\n").join("\n  ")}`.trimEnd()))[0]).toContain("is a list");
    expect(problems(list(untyped))[0]).toContain("has no `kind`");
    expect(problems(list(`-\n- 3\n${indented(account("a"))}`)).map((text) => text.slice(0, 13))).toEqual([
      "unreadable:4 ",
      "unreadable:5 ",
    ]);
  });

  test("whose items hang under a mapping is a problem; without items it is not", () => {
    expect(problems(list("  a: {}\n"))[0]).toContain("is a mapping");
    expect(problems(list("  a: {}\n", "apps/v1\nkind: StatefulSetList"))[0]).toContain("is a mapping");
    expect(problems("apiVersion: v1\nkind: List\nitems:\n")).toEqual([]);
    expect(problems("apiVersion: x.io/v1\nkind: AllowList\nspec: {}\n")).toEqual([]);
  });

  test("whose items stand under a misspelt key is a problem there", () => {
    const [problem] = problems(list(indented(set("web"))).replace("items:", "item:"));
    expect(problem).toMatch(/^unreadable:4 this List has no `items` but `item`/);
    const json = `{"apiVersion": "apps/v1", "kind": "StatefulSetList", "Items": [{"metadata": {"name": "web"}}]}`;
    expect(problems(json)[0]).toContain("write `items` in its place");
    expect(problems("apiVersion: x.io/v1\nkind: AllowList\nranges: [a]\n")).toEqual([]);
  });

  test("of StatefulSets is checked alike whether or not its items say their type", () => {
    const typed = errors(list(indented(set("web")), "apps/v1\nkind: StatefulSetList"));
    expect(typed).toContain("api-refused");
    expect(errors(list(indented(set("web", "")), "apps/v1\nkind: StatefulSetList"))).toEqual(typed);
  });
});

test("a document whose `kind` is a misspelt key is told which one", () => {
  for (const key of ["Kind", "KIND", "kid"])
    expect(problems(set("web").replace("kind:", `${key}:`))[0]).toContain(`write \`kind\` in place of \`${key}\``);
  expect(problems("image:\n  kind: x\n")[0]).toContain("values file");
});

test("an input that only says null is as empty as one that says nothing", () => {
  for (const text of ["null\n", "---\n~\n---\n# nothing\n", "null # nothing\n", "null"])
    expect(run(text).problems.map(({ kind }) => kind)).toEqual(["empty"]);
  expect(problems(`null\n---\n${account("a")}`)).toEqual([]);
});

describe("a second release", () => {
  const report = (name: string, body: string) =>
    `NAME: ${name}\nLAST DEPLOYED: Fri Nov 27 10:00:00 2026\nNAMESPACE: default\nSTATUS: deployed\nMANIFEST:\n---\n${body}`;
  const notes = "\nNOTES:\nThank you.\n--- see ---\n  NAME: nobody\n---\nkind: example\n";
  const sets = (text: string) => run(text).summary.statefulSets;

  test("behind the notes of the first is read", () => {
    expect(sets(report("a", set("one") + notes) + report("b", `${set("two")}NOTES:\nbye\n`))).toBe(2);
    expect(problems(report("a", set("one") + notes) + report("b", set("two")))).toEqual([]);
  });

  test("is read where the first has no notes, behind an upgrade's words, and beside what helm template prints", () => {
    const upgraded = `Release "b" has been upgraded. Happy Helming!\n${report("b", set("two"))}`;
    expect(sets(report("a", set("one")) + report("b", set("two")))).toBe(2);
    expect(sets(report("a", set("one")) + upgraded)).toBe(2);
    expect(sets(report("a", set("one") + notes) + upgraded)).toBe(2);
    const template = `---\n# Source: c/templates/s.yaml\n${set("three")}`;
    expect(sets(template + report("b", set("two")))).toBe(2);
    expect(sets(report("a", set("one") + notes) + template)).toBe(2);
    expect(problems(template + upgraded + template)).toEqual([]);
  });
});

describe("a stream of helm that ends in the middle of a line", () => {
  const text = `---\n# Source: c/templates/s.yaml\n${set("web")}`;

  test("is a problem: the rest is missing", () => {
    expect(problems(text.trimEnd(), "stdin")[0]).toMatch(/^unreadable:16 the stream ends in the middle of a line/);
    expect(problems(text.slice(0, 40), "stdin").join()).toContain("middle of a line");
  });

  test("is none where the line ends, in a file, and where helm did not write it", () => {
    expect(problems(text, "stdin")).toEqual([]);
    expect(problems(text.trimEnd(), "s.yaml")).toEqual([]);
    expect(problems(set("web").trimEnd(), "stdin")).toEqual([]);
  });
});
