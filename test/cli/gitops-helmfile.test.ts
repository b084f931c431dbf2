import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folder } from "./fake-host.ts";
import { chart, found, repository, whys, zero } from "./gitops-files.ts";

const release = (more: string, top = "") => `${top}releases:
  - name: db
    namespace: data
    chart: ./charts/db
${more.replace(/^(?=.)/gm, "    ")}`;
const values = { "v1.yaml": "grace: 30\n", "v2.yaml": "grace: 0\n", "w.yaml": "grace: 30\n" };
const of = (text: string, files: Readonly<Record<string, string>> = values) =>
  found(folder({ ".git/HEAD": "", ...chart, ...files, "helmfile.yaml": text }), ["helmfile.yaml"]);

describe("a helmfile", () => {
  it("has values and set of templates, too, which those that are no templates win over", async () => {
    expect(zero(await of(release("valuesTemplate: [{ grace: 0 }]\n")))?.values).toMatchObject([{ line: 5 }]);
    expect(zero(await of(release("valuesTemplate: [v2.yaml]\n")))?.values).toMatchObject([{ file: "v2.yaml" }]);
    expect(zero(await of(release("values: [{ grace: 30 }]\nvaluesTemplate: [{ grace: 0 }]\n")))).toBeUndefined();
    const set = 'setTemplate: [{ name: grace, value: "0" }]\n';
    expect(zero(await of(release(set)))?.values).toMatchObject([{ file: "helmfile.yaml", line: 5 }]);
    expect(zero(await of(release(`set: [{ name: grace, value: 30 }]\n${set}`)))).toBeUndefined();
  });

  it("puts all releases into its own namespace", async () => {
    const report = await of(release("values: [{ grace: 0 }]\n", "namespace: over\n"));
    expect(zero(report)?.resource.namespace).toBe("over");
  });

  it("finds the values files that fit a pattern, in the order of their names", async () => {
    expect(zero(await of(release('values: ["./v*.yaml"]\n')))?.values).toMatchObject([{ file: "v2.yaml", line: 1 }]);
    expect(zero(await of(release('values: ["v[12].yaml", w.yaml]\n')))).toBeUndefined();
    const deep = { "envs/a/x.yaml": "grace: 0\n", "envs/b/y.yaml": "policy: Parallel\n" };
    const text = release('valuesPathPrefix: envs/\nvalues: ["*/?.yaml"]\n');
    expect(zero(await of(text, deep))?.values).toMatchObject([{ file: "envs/a/x.yaml" }]);
    const cwd = repository({ ...chart, ...deep, "helmfile.yaml": text });
    writeFileSync(join(cwd, "envs/b/y.yaml"), "policy: OrderedReady\n");
    const { findings } = await found(cwd, ["helmfile.yaml", "--against", "git:main"]);
    expect(findings.map(({ rule }) => rule)).toContain("immutable-field-changed");
  });

  it("says of a pattern that nothing fits it, unless files may be missing", async () => {
    const none = 'values: ["x*.yaml"]\n';
    expect((await of(release(none))).problems).toMatchObject([{ message: expect.stringContaining("`x*.yaml`") }]);
    for (const text of [release(`missingFileHandler: Warn\n${none}`), release(none, "missingFileHandler: Info\n")])
      expect((await of(text)).problems).toEqual([]);
    const template = await of(release('values: ["v*"]\n'), { "v.yaml.gotmpl": "" });
    expect(template.problems).toMatchObject([{ message: expect.stringContaining("only helmfile renders") }]);
  });

  it("says what else it changes that is not done here", async () => {
    const top = "helmDefaults: { args: [--set, grace=0], postRenderer: ./x, wait: true, devel: false }\n";
    const more = `args: [--set, a=b]
postRenderer: ./x
forceNamespace: other
reuseValues: true
secrets: []
installedTemplate: "true"
hooks: [{ events: [prepare], command: x }]
values: [{ password: ref+vault://a/b }]
`;
    const said = whys(await of(release(more, top))).map((why) => /`([^`]*)`/.exec(why)?.[1]);
    expect(said).toEqual([
      ...["helmDefaults.args", "helmDefaults.postRenderer"],
      ...["args", "postRenderer", "forceNamespace", "reuseValues", "installedTemplate", "hooks", "ref+…"],
    ]);
  });

  it("may call a chart a directory", async () => {
    const text = release("values: [{ grace: 0 }]\n").replace("chart:", "directory:");
    expect(zero(await of(text))).toBeDefined();
  });
});
