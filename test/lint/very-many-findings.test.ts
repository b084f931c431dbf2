import { expect, test } from "vitest";
import { admit } from "../../src/admission/admit.ts";
import { mostTold } from "../../src/admission/field-review.ts";
import { format, lint } from "../../src/index.ts";
import { baselineOf } from "../../src/lint/engine/baseline.ts";
import { mostOfOne } from "../../src/lint/engine/listing.ts";

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join("");

const set = (pod: string, metadata = "") => `---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: db
${metadata}spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      containers: [{name: db, image: "example.com/db:1"}]
${pod}`;
const secrets = (count: number, comment = (_index: number) => "") =>
  `      imagePullSecrets:\n${lines(count + 1, (at) => `      - {name: s}${comment(at)}\n`)}`;
const doubles = "duplicate-list-key" as const;
const input = (text: string) => [{ name: "a.yaml", text }];
const ofRule = (report: ReturnType<typeof lint>, id: string) => report.findings.filter(({ rule }) => rule === id);

test("of very many findings of a rule about a resource the first are listed, and all are counted", () => {
  const report = lint(input(set(secrets(3_000))));
  const found = ofRule(report, doubles);
  expect(found).toHaveLength(mostOfOne + 1);
  expect(found.at(-1)).toMatchObject({ more: 1_999, location: { line: 15 + mostOfOne } });
  expect(found.at(-1)?.message).toMatch(/\(and 1999 more such findings about this resource, counted and not listed\)$/);
  expect(found.slice(0, -1).every(({ more }) => more === undefined)).toBe(true);
  const alone = lint(input(set("")));
  expect(report.summary.warnings).toBe(alone.summary.warnings + 3_000);
  expect(JSON.parse(format("json", report)).findings.some(({ more }: { more?: number }) => more === 1_999)).toBe(true);
  expect(format("pretty", report).includes("3000 warnings in 1 StatefulSet")).toBe(true);
});

test("as many as are listed are told as ever", () => {
  const found = ofRule(lint(input(set(secrets(mostOfOne + 1)))), doubles);
  expect(found).toHaveLength(mostOfOne + 1);
  expect(found.every(({ more }) => more === undefined)).toBe(true);
});

test("resources are told apart", () => {
  const other = set(secrets(1_500)).replace("name: db\n", "name: other\n");
  const found = ofRule(lint(input(set(secrets(1_500)) + other)), doubles);
  expect(found.filter(({ more }) => more === 499).map(({ resource }) => resource.name)).toEqual(["db", "other"]);
});

test("an annotation suppresses what is counted, too", () => {
  const report = lint(input(set(secrets(3_000), `  annotations: {sts-lint/ignore: "${doubles}: as it is"}\n`)));
  expect(ofRule(report, doubles)).toEqual([]);
  expect(report.summary.suppressed).toBe(3_000);
  expect(report.suppressed).toHaveLength(mostOfOne + 1);
  expect(format("pretty", report).includes("3000 findings suppressed: 3000 by annotation")).toBe(true);
});

test("a comment suppresses what is counted on its line, and nothing else", () => {
  const at = new Set([5, 2_000, 2_500]);
  const comment = (index: number) => (at.has(index) ? ` # sts-lint-disable-line ${doubles} -- meant` : "");
  const report = lint(input(set(secrets(3_000, comment))));
  expect(report.suppressed.map(({ location, more }) => [location.line - 14, more])).toEqual([
    [5, undefined],
    [2_000, undefined],
    [2_500, undefined],
  ]);
  expect(ofRule(report, doubles).reduce((sum, { more = 0 }) => sum + 1 + more, 0)).toBe(2_997);
  expect(ofRule(report, "suppression-without-effect")).toEqual([]);
});

test("a baseline knows how many are counted", () => {
  const before = lint(input(set(secrets(3_000))));
  const baseline = baselineOf(before);
  expect(lint(input(set(secrets(3_000))), { baseline }).findings).toEqual([]);
  expect(lint(input(set(secrets(2_000))), { baseline }).findings).toEqual([]);
  const more = lint(input(set(secrets(3_001))), { baseline });
  expect(more.findings.map(({ rule, more }) => [rule, more])).toEqual([[doubles, 2_000]]);
});

test("refusals that another rule explains are not counted as refused besides", () => {
  const unknown = `      securityContext:\n${lines(3_000, (at) => `        unknown${at}: a\n`)}`;
  const report = lint(input(set(unknown)));
  expect(report.summary.errors).toBe(3_000);
  expect(new Set(report.findings.filter(({ severity }) => severity === "error").map(({ rule }) => rule))).toEqual(
    new Set(["unknown-field"]),
  );
});

test("of very many refusals of one object the first are looked at, which the report says", () => {
  const unknown = `      securityContext:\n${lines(mostTold + 5, (at) => `        unknown${at}: a\n`)}`;
  const report = lint(input(set(unknown)));
  expect(report.summary.errors).toBe(mostTold);
  expect(report.unchecked).toMatchObject([{ resource: { name: "db" }, location: { line: 3 } }]);
  expect(report.unchecked[0]?.why).toContain(`would refuse more of it than ${mostTold} things`);
  expect(lint(input(set(""))).unchecked).toEqual([]);
});

const object = (env: readonly object[], secretsToPull: readonly object[] = []) => ({
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db" },
  spec: {
    serviceName: "db",
    selector: { matchLabels: { app: "db" } },
    template: {
      metadata: { labels: { app: "db" } },
      spec: { containers: [{ name: "db", image: "a:1", env }], imagePullSecrets: secretsToPull },
    },
  },
});

test("an admission says that there is more than it lists", () => {
  const many = <One>(count: number, one: One) => Array.from({ length: count }, () => one);
  const bad = admit(object(Array.from({ length: mostTold + 1 }, (_, at) => ({ name: `=${at}` }))));
  expect([bad.errors?.length, bad.more]).toEqual([mostTold, true]);
  const warned = admit(object([], many(600_000, { name: "s" })));
  expect([warned.accepted, warned.warnings?.length, warned.more]).toEqual([true, mostTold, true]);
  const typed = admit(object(many(mostTold + 5, { name: "A" })), { apply: "server" });
  expect([typed.accepted, typed.typed?.length]).toEqual([false, expect.any(Number)]);
});

test("suppressions of one resource are looked at up to a bound, and the report says where", () => {
  const names = lines(1_500, (at) => `rule-${at}: why; `);
  const report = lint(input(set("", `  annotations: {sts-lint/ignore: "${names}"}\n`)));
  const told = ofRule(report, "suppression-without-effect");
  expect(told).toHaveLength(1_001);
  expect(told.filter(({ message }) => message.includes("more than 1000 suppressions"))).toHaveLength(1);
  const atOnce = lint(input(set("", `  annotations: {sts-lint/ignore: "${lines(1_500, (at) => `rule-${at}, `)}"}\n`)));
  expect(ofRule(atOnce, "suppression-without-effect").map(({ message }) => message)).toEqual([
    expect.stringContaining("it names more than 1000 rules at once"),
  ]);
});
