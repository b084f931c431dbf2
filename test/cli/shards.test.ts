import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { chartFiles } from "../corpus/charts.ts";
import fc from "../properties.ts";
import { shared } from "../shared.ts";
import { call, faulty, folder, sound } from "./fake-host.ts";

/** A workload of a chart of its own; a claim template makes it a set with one. */
const workload = (
  kind: string,
  name: string,
  more: { claim?: string; metadata?: string; comment?: string } = {},
) => `---
# Source: ${name}/templates/${kind}.yaml
apiVersion: apps/v1
kind: ${kind}
metadata:
  name: ${name}
${more.metadata ?? ""}spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - name: main
          image: own/image:1
${
  more.claim === undefined
    ? ""
    : `  serviceName: ${name}
  volumeClaimTemplates:
${more.comment ?? ""}    - metadata: { name: ${more.claim} }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`
}`;

const known = "    # sts-lint-disable-next-line vct-names-other-workload -- meant so\n";
const inData = "  namespace: data\n";
const accepted = '  annotations: { sts-lint/ignore: "claim-name-collision: known" }\n';

/** Releases whose findings hang on one another, suppressions that do and do not, and all that is no release. */
const nasty: Readonly<Record<string, string>> = {
  "in/a.yaml":
    workload("StatefulSet", "python", { claim: "golang-app-files", comment: known }) +
    workload("StatefulSet", "ruby", { claim: "nobody-there", comment: known }) +
    workload("StatefulSet", "perl", { claim: "golang-app-logs" }) +
    workload("StatefulSet", "a-b", { claim: "data", metadata: inData }),
  "in/b.yaml":
    workload("Deployment", "golang-app") +
    workload("StatefulSet", "b", { claim: "data-a", metadata: inData }) +
    workload("StatefulSet", "twin", { claim: "data" }) +
    faulty,
  "in/c.yaml":
    workload("StatefulSet", "c-d", { claim: "data", metadata: inData }) +
    workload("StatefulSet", "d", { claim: "data-c", metadata: inData + accepted }) +
    sound,
  "in/again.yaml": faulty,
  "in/notes.yaml": "resources: [a.yaml]\n",
  "in/broken.yaml":
    "---\na: [\n---\napiVersion: v1\nkind: Foo\nmetadata: { name: foo }\n...\ncut off\n---\njust: text\n",
  "in/others.yaml": `${Array.from({ length: 5 }, (_, index) => `---\napiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t${index} }\n`).join("")}---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: flux }
---
apiVersion: apps.kruise.io/v1beta1
kind: StatefulSet
metadata: { name: foreign }
`,
  "in/empty.yaml": "# nothing\n",
  ...Object.fromEntries(
    [0, 1, 2].map((index) => [
      `in/split/${index}.yaml`,
      workload("StatefulSet", `s${index}`, { claim: "data" }).replace(/Source: .*/, `Source: split/templates/${index}`),
    ]),
  ),
  ".sts-lint.yaml": `overrides:
  - match: { kind: StatefulSet }
    ignore:
      - { rule: duplicate-vct, reason: there never was one }
      - { rule: readiness-probe-missing, reason: over, expires: "2020-01-01" }
  - match: { name: perl }
    ignore:
      - { rule: vct-names-other-workload, reason: fine }
  - match: { name: ruby }
    ignore:
      - { rule: claim-name-collision, reason: it meets nobody }
`,
};

const machine = ["json", "sarif"] as const;
const texts = ["json", "sarif", "pretty", "markdown"] as const;

/** What a run over all of the input, one in threads, and merging its parts, write. */
async function both(cwd: string, args: readonly string[], count: number, stdin?: string) {
  const named = (name: string) => texts.map((format) => `--format=${format}=${name}.${format}`);
  const piped = stdin === undefined ? {} : { stdin };
  const read = (name: string) =>
    Object.fromEntries(texts.map((one) => [one, readFileSync(join(cwd, `${name}.${one}`), "utf8")]));
  const whole = await call({ cwd, args: [...args, ...named("whole")], ...piped });
  const inThreads = await call({ cwd, args: [...args, `--jobs=${count}`, ...named("threads")], ...piped });
  const names = Array.from({ length: count }, (_, at) => `part${at + 1}`);
  for (const [at, name] of names.entries())
    await call({ cwd, args: [...args, `--shard=${at + 1}/${count}`, ...named(name)], ...piped });
  const merged: Record<string, string> = {};
  const statuses = new Set<number>();
  for (const from of machine) {
    const reports = names.map((name) => `${name}.${from}`).reverse();
    const own = await call({ cwd, args: ["merge", ...reports] });
    merged[from] = own.stdout;
    statuses.add(own.status);
    await call({ cwd, args: ["merge", ...reports, ...named(`merged-${from}`)] });
  }
  return {
    whole: { files: read("whole"), status: whole.status },
    threads: { files: read("threads"), status: inThreads.status },
    merged,
    statuses: [...statuses],
    further: machine.map((from) => read(`merged-${from}`)),
  };
}

async function expectSame(cwd: string, args: readonly string[], count: number, stdin?: string) {
  const { whole, threads, merged, statuses, further } = await both(cwd, args, count, stdin);
  const { status, files } = whole;
  expect(threads).toEqual(whole);
  expect(merged.json).toBe(files.json);
  expect(merged.sarif).toBe(files.sarif);
  for (const one of further) expect(one).toEqual(files);
  expect(statuses).toEqual([status]);
  return JSON.parse(files.json ?? "") as {
    readonly findings: readonly { readonly rule: string; readonly message: string }[];
    readonly suppressed: readonly { readonly rule: string; readonly suppression: { readonly kind: string } }[];
    readonly problems: readonly { readonly kind: string }[];
    readonly unchecked: readonly { readonly why: string }[];
  };
}

describe("the parts of an input, merged or linted in threads, are the report of all of it", () => {
  test.each([1, 2, 3, 4, 5])("byte for byte in every format, in %i parts", { timeout: 60_000 }, async (count) => {
    const report = await expectSame(folder(nasty), ["in"], count);
    const rules = new Set(report.findings.map(({ rule }) => rule));
    expect([...rules]).toEqual(expect.arrayContaining(["claim-name-collision", "governing-service-not-headless"]));
    expect(report.suppressed.map(({ rule, suppression }) => `${rule} by ${suppression.kind}`).sort()).toEqual([
      "claim-name-collision by annotation",
      "vct-names-other-workload by comment",
      "vct-names-other-workload by config",
    ]);
    const faults = report.findings.filter(({ rule }) => rule === "suppression-without-effect");
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining("ignore of the configuration suppresses duplicate-vct"),
      expect.stringContaining("ignore of the configuration suppressed readiness-probe-missing until"),
      expect.stringContaining("ignore of the configuration suppresses claim-name-collision"),
      expect.stringContaining("this comment suppresses vct-names-other-workload"),
    ]);
    expect(report.problems.map(({ kind }) => kind).sort()).toEqual([
      "empty",
      "ignored-text",
      "ignored-text",
      "unreadable",
      "unreadable",
    ]);
    const [ofParts, others] = [true, false].map((isOfPart) =>
      report.unchecked.filter(({ why }) => why.includes("one template of a chart alone") === isOfPart),
    );
    expect(others).toHaveLength(2);
    expect(ofParts?.length).toBeGreaterThan(0);
  });

  test("with a baseline, which knows fewer equal findings than there are", { timeout: 60_000 }, async () => {
    const cwd = folder(nasty);
    const base = ["--no-config", "--baseline", "known.json"];
    await call({ cwd, args: ["in/again.yaml", "in/a.yaml", "--update-baseline", ...base] });
    const report = await expectSame(cwd, ["in", ...base], 3);
    expect(report.suppressed.some(({ suppression }) => suppression.kind === "baseline")).toBe(true);
    expect(report.findings.some(({ rule }) => rule === "governing-service-not-headless")).toBe(true);
  });

  test("from stdin, and where a file cannot be found", { timeout: 60_000 }, async () => {
    const cwd = folder(nasty);
    const stdin = (nasty["in/a.yaml"] ?? "") + (nasty["in/b.yaml"] ?? "");
    await expectSame(cwd, ["-", "in/c.yaml", "nowhere.yaml"], 2, stdin);
  });
});

const corpus = shared("corpus");

describe.skipIf(corpus === undefined)("public charts in parts and threads (skipped without the folder corpus)", () => {
  const small = (corpus === undefined ? [] : chartFiles(corpus)).filter(
    (name) => readFileSync(`${corpus}/rendered/${name}`).length < 40_000,
  );
  const picked = fc.uniqueArray(fc.constantFrom(...(small.length === 0 ? [""] : small)), {
    minLength: 1,
    maxLength: 12,
  });

  test("merge to the same bytes, with a baseline of some of them", { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(picked, fc.integer({ min: 1, max: 5 }), fc.nat(12), async (names, count, old) => {
        const cwd = folder({ ".sts-lint.yaml": "preset: all\n" });
        for (const name of names)
          writeFileSync(join(cwd, name.replaceAll("/", "-")), readFileSync(`${corpus}/rendered/${name}`));
        const files = names.map((name) => name.replaceAll("/", "-"));
        const versions = ["--kubernetes-version", "1.31..1.37"];
        const baseline = ["--baseline", "known.json"];
        await call({ cwd, args: [...files.slice(0, old + 1), "--update-baseline", ...baseline, ...versions] });
        // No baseline is written of what cannot be read whole.
        const known = existsSync(join(cwd, "known.json")) ? baseline : [];
        await expectSame(cwd, [...files, ...known, ...versions], count);
      }),
      { numRuns: 20 },
    );
  });
});

describe("merge refuses", () => {
  const cwd = folder({ ...nasty, "strict.yaml": "preset: strict\n" });
  const write = (name: string, ...args: string[]) => call({ cwd, args: [...args, `--format=json=${name}`] });
  const merge = async (...names: string[]) => {
    const { status, stderr, stdout } = await call({ cwd, args: ["merge", ...names] });
    expect(stdout).toBe("");
    expect(status).toBe(2);
    return stderr;
  };

  test("what are not all the parts of one run, in a sentence", { timeout: 60_000 }, async () => {
    for (const index of [1, 2, 3]) await write(`${index}.json`, "in", `--shard=${index}/3`);
    await write("of2.json", "in", "--shard=1/2");
    await write("elsewhere.json", "in/a.yaml", "--shard=3/3");
    await write("otherwise.json", "in", "--shard=3/3", "--preset=strict");
    await write("configured.json", "in", "--shard=3/3", "--config=strict.yaml");
    await write("whole.json", "in");
    await call({ cwd, args: ["in", "--format=sarif=whole.sarif"] });
    const old = readFileSync(join(cwd, "3.json"), "utf8").replace(/"version": "[^"]*"/, '"version": "0.0.1"');
    writeFileSync(join(cwd, "old.json"), old);
    expect(await merge("1.json", "3.json")).toContain("part 2 of 3 is missing");
    expect(await merge("1.json")).toContain("parts 2, 3 of 3 are missing");
    expect(await merge("1.json", "2.json", "3.json", "1.json")).toContain("so is 1.json: name each part once");
    expect(await merge("2.json", "of2.json")).toContain("of2.json is part 1 of 2, but 2.json is one of 3");
    expect(await merge("1.json", "2.json", "elsewhere.json")).toContain("parts of different inputs");
    expect(await merge("1.json", "2.json", "otherwise.json")).toContain("different options or configurations");
    expect(await merge("1.json", "2.json", "configured.json")).toContain("different options or configurations");
    expect(await merge("1.json", "2.json", "old.json")).toContain("written by sts-lint 0.0.1");
    expect(await merge("whole.json")).toContain("the report of a whole run");
    expect(await merge("whole.sarif")).toContain("the log of a whole run");
    expect(await merge("nowhere.json")).toContain("there is no such file");
    expect(await merge("in/a.yaml")).toContain("is no JSON");
    expect(await merge("strict.yaml", "1.json")).toContain("is no JSON");
    expect(await merge()).toContain("name the reports of all parts");
  });

  test("a report that was changed, whatever was changed, and never takes it for a fault of its own", {
    timeout: 120_000,
  }, async () => {
    await write("1.json", "in", "--shard=1/1");
    const text = readFileSync(join(cwd, "1.json"), "utf8");
    const report: unknown = JSON.parse(text);
    const places: (readonly (string | number)[])[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      places.push(path);
      if (typeof value !== "object" || value === null) return;
      // Of a long list its first items stand for all.
      for (const key of Object.keys(value).slice(0, Array.isArray(value) ? 2 : undefined))
        walk((value as Record<string, unknown>)[key], [...path, key]);
    };
    walk(report, []);
    const put = (path: readonly (string | number)[], value: unknown): unknown => {
      const copy: unknown = JSON.parse(text);
      if (path.length === 0) return value;
      let at = copy as Record<string, unknown>;
      for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
      at[path.at(-1) as string] = value;
      return copy;
    };
    const { shard } = report as { shard: object };
    for (const of of [1e9, 1e300]) {
      writeFileSync(join(cwd, "many.json"), JSON.stringify({ ...(report as object), shard: { ...shard, of } }));
      expect(await merge("many.json")).toContain("no report as this version of sts-lint writes it");
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.constantFrom<unknown>(null, {}, [], "x", -1, 1e300, [null], undefined),
        async (path, value) => {
          writeFileSync(join(cwd, "changed.json"), JSON.stringify(put(path, value)) ?? "");
          const { status, stderr } = await call({ cwd, args: ["merge", "changed.json"] });
          expect(status, `${path.join(".")} = ${JSON.stringify(value)}: ${stderr}`).toBeLessThan(3);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a part", () => {
  test("says which one it is, and that parts count from 1", async () => {
    const cwd = folder(nasty);
    const { stdout } = await call({ cwd, args: ["in", "--shard", "2/3"] });
    expect(stdout).toContain("; part 2 of 3)");
    for (const [wrong, why] of [
      ["0/3", "parts count from 1, so a Job's pod adds 1 to its JOB_COMPLETION_INDEX"],
      ["4/3", "there is no part 4 of 3"],
      ["1", "is not written as I/N, such as 2/4"],
      ["1/1001", "1000 parts at most"],
    ] as const)
      expect(await call({ cwd, args: ["in", "--shard", wrong] })).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(why),
      });
  });

  test.each([["--fix"], ["--fix-dry-run"], ["--update-baseline", "--baseline=b.json"], ["--against=in/a.yaml"]])(
    "does not go with %s, which is about all of the input",
    async (...flags) => {
      const { status, stderr } = await call({ cwd: folder(nasty), args: ["in", "--shard=1/2", ...flags] });
      expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining("--shard: --") });
    },
  );
});

describe("a rule of one's own that asks about the whole input", () => {
  const files = {
    "in.yaml": workload("StatefulSet", "db", { claim: "data" }) + workload("Deployment", "web"),
    "own.mjs": `export default {
  id: "own-web-beside", category: "pod", subject: "StatefulSet", severity: "warning", preset: "recommended",
  summary: "a web", rationale: "", since: "1", falseAlarms: "", references: [],
  messages: { beside: { text: "{set} stands beside {other}", help: "look" } },
  *check(set) {
    yield { message: "beside", question: { set: set.name }, at: { manifest: set.manifest, path: ["metadata", "name"] } };
  },
  decide({ set }, input) {
    const [other] = input.workloadsNamed("web");
    return other === undefined ? undefined : { set, other: other.name };
  },
};
`,
    "own.yaml": "plugins: [./own.mjs]\n",
  };

  test("is answered in a run over all of it, and refused in a part", async () => {
    const cwd = folder(files);
    const args = ["in.yaml", "--config=own.yaml", "--format=concise"];
    expect((await call({ cwd, args })).stdout).toContain("warning[own-web-beside] db stands beside web");
    const parts = await Promise.all([1, 2].map((index) => call({ cwd, args: [...args, `--shard=${index}/2`] })));
    expect(parts.map(({ stderr }) => stderr).join("")).toContain(
      "the rule `own-web-beside` of a plugin asks about the whole input, which no part shows",
    );
  });
});

test("problems are listed up to as many as a run over all lists", { timeout: 60_000 }, async () => {
  const broken = Array.from({ length: 24_000 }, (_, at) => `---\n# Source: c${at % 3000}/t.yaml\na: [\n`).join("");
  const report = await expectSame(folder({ "in.yaml": broken + sound }), ["in.yaml"], 2);
  expect(report.problems).toHaveLength(10_001);
  expect(report.problems.at(-1)).toMatchObject({ more: 13_999 });
});

describe("the exit status of merge", () => {
  test("is that of a run over all, by the configuration of the parts or by flags", async () => {
    const cwd = folder({
      "in.yaml": sound + workload("StatefulSet", "db", { claim: "data" }),
      ".sts-lint.yaml": "failOn: warning\n",
    });
    for (const index of [1, 2])
      await call({ cwd, args: ["in.yaml", `--shard=${index}/2`, `--format=json=${index}.json`] });
    const merge = (...flags: string[]) =>
      call({ cwd, args: ["merge", "1.json", "2.json", "--format=concise", ...flags] });
    expect((await call({ cwd, args: ["in.yaml"] })).status).toBe(1);
    expect((await merge()).status).toBe(1);
    expect((await merge("--fail-on=error")).status).toBe(0);
    expect(await merge("--fail-on=error", "--max-warnings=0")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("--max-warnings allows 0"),
    });
  });
});
