import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { planMermaid } from "../../src/report/plan/mermaid.ts";
import { planText } from "../../src/report/plan/text.ts";
import { timelineOf } from "../../src/report/plan/timeline.ts";
import { durationText, listText, rangeText, timesText } from "../../src/report/plan/wording.ts";
import fc from "../properties.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

function planned(next: SetOptions, old?: SetOptions) {
  const input = (options: SetOptions) => [{ name: "input.yaml", text: JSON.stringify(statefulSet(options)) }];
  return plan(input(next), old === undefined ? {} : { against: input(old) });
}

const update = planned({ image: "app:2", replicas: 2 }, { replicas: 3 });
const refused = planned({ claims: [{ name: "wal" }] }, {});

describe("Text", () => {
  test("shows steps, pods, claims and what to do when a pod does not become ready", () => {
    expect(planText(update)).toBe(
      [
        "StatefulSet/db",
        "  update in 5 steps, 0 s to 1 min 30 s; 2 pods at the end",
        "",
        "  pods restart",
        "    in this order: db-1 and db-0",
        "    because of spec.containers[name=c].image",
        "",
        "  steps",
        "    1. delete db-2 (r1, scale down)  until it is gone: 0 s to 30 s",
        "    2. delete db-1 (r1, update)      until it is gone: 0 s to 30 s",
        "    3. create db-1 (r2, update)      until it is available: 0 s",
        "    4. delete db-0 (r1, update)      until it is gone: 0 s to 30 s",
        "    5. create db-0 (r2, update)      until it is available: 0 s",
        "",
        "  waiting for it",
        "    with --timeout 5m: `helm upgrade --wait` sees it end, if images and volumes are quick",
        "",
        "  pods",
        "    db-0  r2  db-0.db  data-db-0",
        "    db-1  r2  db-1.db  data-db-1",
        "",
        "  claims",
        "    data-db-0  1Gi  kept",
        "    data-db-1  1Gi  kept",
        "    data-db-2  1Gi  stranded",
        "    later: kept when scaled down, kept on uninstall, stranded when the set is renamed",
        "",
        "  if the new pods do not become ready",
        "    it stops with db-1 not ready; db-0 stays as before",
        "    going back to what ran before is not enough; then also, by hand:",
        "      kubectl delete pod/db-1",
        "",
        "  notes",
        "    Service `db` is not in the input: without it the pods' DNS names do not resolve",
        "",
        timesText,
        "",
      ].join("\n"),
    );
  });

  test("shows a refusal in the server's words and each way through with checks", () => {
    const text = planText(refused);
    for (const part of [
      'StatefulSet.apps "db" is invalid: spec.volumeClaimTemplates',
      "way through 1 (one-by-one)",
      "way through 2 (all-at-once)",
      "kubectl delete statefulset/db --cascade=orphan",
      "if skipped:",
      "the data stays in those of `data`; copy it over first, or keep the name",
      "claims stranded: data-db-0, data-db-1 and data-db-2",
    ])
      expect(text).toContain(part);
  });

  test("durations and lists read as people write them", () => {
    expect([0, 59, 60, 255, 3600, 7500].map(durationText)).toEqual([
      "0 s",
      "59 s",
      "1 min",
      "4 min 15 s",
      "1 h",
      "2 h 5 min",
    ]);
    expect(rangeText({ shortest: 5, longest: 5 })).toBe("5 s");
    expect(listText(["a", "b", "c", "d"], 3)).toBe("a, b and 2 more");
  });
});

describe("Timeline", () => {
  test("follows each pod from now to the end", () => {
    const [set] = update.statefulSets;
    expect(set && timelineOf(set)).toEqual({
      columns: 7,
      steps: set?.steps,
      rows: [
        {
          pod: "db-0",
          phases: [
            { state: "running", revision: "r1", from: 0, to: 4 },
            { state: "ending", revision: "r1", from: 4, to: 5 },
            { state: "starting", revision: "r2", from: 5, to: 6 },
            { state: "running", revision: "r2", from: 6, to: 7 },
          ],
        },
        {
          pod: "db-1",
          phases: [
            { state: "running", revision: "r1", from: 0, to: 2 },
            { state: "ending", revision: "r1", from: 2, to: 3 },
            { state: "starting", revision: "r2", from: 3, to: 4 },
            { state: "running", revision: "r2", from: 4, to: 7 },
          ],
        },
        {
          pod: "db-2",
          phases: [
            { state: "running", revision: "r1", from: 0, to: 1 },
            { state: "ending", revision: "r1", from: 1, to: 2 },
            { state: "absent", revision: "", from: 2, to: 7 },
          ],
        },
      ],
    });
  });
});

test("What a way costs stands before its first command", () => {
  for (const text of [planText(refused), planHtml(refused)]) {
    expect(text).toContain("claims created, empty: ");
    expect(text.indexOf("claims created, empty: ")).toBeLessThan(text.indexOf("--cascade=orphan"));
  }
});

describe("Mermaid", () => {
  test("draws a bar for each pod's end and start", () => {
    const text = planMermaid(update);
    expect(text).toContain("  section db-1\n    ends r1 :crit, 30, 60\n    starts r2 :active, 60, 61\n");
    expect(text.startsWith("```mermaid\ngantt\n  title StatefulSet/db")).toBe(true);
  });
});

const hostile = { name: '<script>alert(1)</script>"\u001b[31m\n---', serviceName: "</style><img src=x>" };

describe("Whatever stands in the input", () => {
  test("nothing of it becomes markup, a control sequence or Mermaid syntax", () => {
    const result = planned({ ...hostile, replicas: 1, image: "x" }, { ...hostile, replicas: 1 });
    const html = planHtml(result);
    expect(html).not.toMatch(/<script|<img/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(planText(result) + html + planMermaid(result)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(
      planMermaid(result)
        .split("\n")
        .filter((line) => line.includes(":")).length,
    ).toBeLessThanOrEqual(4);
  });

  test("every plan can be drawn", () => {
    const set = fc.record({
      apiVersion: fc.constant("apps/v1"),
      kind: fc.constant("StatefulSet"),
      metadata: fc.record({ name: fc.string() }),
      spec: fc.dictionary(
        fc.constantFrom(
          "replicas",
          "template",
          "ordinals",
          "selector",
          "updateStrategy",
          "volumeClaimTemplates",
          "serviceName",
        ),
        fc.oneof(fc.integer({ min: -3, max: 4 }), fc.jsonValue()),
      ),
    });
    fc.assert(
      fc.property(set, set, (next, old) => {
        const input = (value: object) => [{ name: "x", text: JSON.stringify(value) }];
        const result = plan(input(next), { against: input({ ...old, metadata: next.metadata }) });
        for (const draw of [planText, planMermaid, planHtml]) expect(draw(result).length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

/** Where there is no Chromium the page is only checked as text. */
function chromium(): string | undefined {
  for (const name of [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"]) {
    if (name === undefined) continue;
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return name;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

const browser = chromium();
test.skipIf(browser === undefined)(
  "In Chromium the page shows a bar for each phase of each pod, and nothing that was smuggled in",
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), "plan-page-"));
    try {
      const page = join(folder, "plan.html");
      writeFileSync(page, planHtml({ ...update, notes: ["<img src=x onerror=alert(1)>"] }));
      const dom = execFileSync(
        browser ?? "",
        [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-background-networking",
          `--user-data-dir=${folder}/profile`,
          "--dump-dom",
          `file://${page}`,
        ],
        { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
      );
      // Ten phases that are seen, and four entries of the legend.
      expect(dom.match(/<rect /g)).toHaveLength(10 + 4);
      expect(dom).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(dom).not.toMatch(/<img|<script/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
