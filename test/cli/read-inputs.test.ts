import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openChunks } from "../../src/cli/file-bytes.ts";
import { lint } from "../../src/index.ts";
import { readInputs } from "../../src/node.ts";
import { call, faulty, folder, rule } from "./fake-host.ts";

describe("files as inputs of the library", () => {
  const cwd = folder({ "a.yaml": faulty, "b/c.yaml": faulty });

  it("are opened when they are linted, as often as that is", async () => {
    const { inputs, problems } = await readInputs(["a.yaml", "b"], cwd);
    const rules = () => lint(inputs).findings.map(({ rule, location }) => [rule, location.file]);
    expect(rules()).toContainEqual([rule, "a.yaml"]);
    expect(rules()).toContainEqual([rule, "b/c.yaml"]);
    expect(problems).toEqual([]);
  });

  it("are problems where they cannot be found", async () => {
    const { inputs, problems } = await readInputs(["none.yaml"], cwd);
    expect(inputs).toEqual([]);
    expect(problems).toMatchObject([{ kind: "unreadable", file: "none.yaml" }]);
  });
});

describe("what the inputs are compared with", () => {
  const set = (name: string) =>
    `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: ${name} }\nspec:\n  serviceName: x\n  selector: { matchLabels: { a: b } }\n  template:\n    metadata: { labels: { a: b } }\n    spec: { containers: [{ name: c, image: "x:1" }] }\n`;
  const files = { "now.yaml": `${set("a")}---\n${set("b")}`, "next.yaml": set("a") };
  const report = async (args: readonly string[], given: Readonly<Record<string, string>> = files) => {
    const { stdout } = await call({ args: [...args, "--format", "json"], cwd: folder(given) });
    return JSON.parse(stdout);
  };
  const vanished = ({ findings }: { findings: readonly { rule: string }[] }) =>
    findings.filter((finding) => finding.rule === "set-vanished").length;

  it("is no other file of the folder, of which something was left out", async () => {
    const made = await report(["next.yaml", "--against", "now.yaml"]);
    expect([vanished(made), made.unchecked]).toEqual([1, []]);
    const other = { ...files, "other.yaml": "kind: ConfigMap\n" };
    expect(vanished(await report(["next.yaml", "--against", "now.yaml"], other))).toBe(0);
  });

  it("is none of the inputs, where it lies in their folder", async () => {
    expect((await report([".", "--against", "now.yaml"])).summary.statefulSets).toBe(1);
    const below = { "next.yaml": set("a"), "old/now.yaml": files["now.yaml"] };
    for (const against of ["old", "old/now.yaml"]) {
      const made = await report([".", "--against", against], below);
      expect([vanished(made), made.summary.statefulSets]).toEqual([1, 1]);
    }
  });

  it("may hold the inputs", async () => {
    expect((await report([".", "--against", "."])).summary.statefulSets).toBe(3);
    const above = { "now.yaml": set("a"), "new/next.yaml": set("a") };
    expect((await report(["new", "--against", "."], above)).summary.statefulSets).toBe(1);
  });
});

describe("the bytes of files", () => {
  const sizes = [0, 3, 60_000, 70_000, 5, 131_072, 131_073, 1, 400_000];
  const files = Object.fromEntries(sizes.map((size, index) => [`${index}.txt`, String(index).repeat(size)]));
  const cwd = folder(files);
  const text = (chunks: readonly Uint8Array[]): string => Buffer.concat(chunks).toString();

  it("stay as they were read, whatever is read after them", () => {
    const read = Object.keys(files).map((name) => [...openChunks(join(cwd, name))]);
    expect(read.map(text)).toEqual(Object.values(files));
  });

  it("are each file's own where several are read in turn", () => {
    const open = Object.keys(files).map((name) => ({ chunks: openChunks(join(cwd, name)), read: [] as Uint8Array[] }));
    for (let left = open; left.length > 0; ) {
      left = left.filter(({ chunks, read }) => {
        const next = chunks.next();
        if (next.done !== true) read.push(next.value);
        return next.done !== true;
      });
    }
    expect(open.map(({ read }) => text(read))).toEqual(Object.values(files));
  });
});
