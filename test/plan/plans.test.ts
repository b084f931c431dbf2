import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { KubernetesVersionError, plan, plans } from "../../src/index.ts";
import { planHtml } from "../../src/report/plan/html.ts";
import { planMermaid } from "../../src/report/plan/mermaid.ts";
import { planText } from "../../src/report/plan/text.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

function input(...sets: readonly SetOptions[]) {
  return [{ name: "input.yaml", text: sets.map((set) => `---\n${JSON.stringify(statefulSet(set))}\n`).join("") }];
}

/** Whose rollout depends on the gate MaxUnavailableStatefulSet, on from 1.37 and in 1.35.0 to 1.35.3. */
const updateStrategy = { rollingUpdate: { maxUnavailable: 2 } };
const two: SetOptions = { updateStrategy, podManagementPolicy: "Parallel" };
const rolling = { next: input({ ...two, image: "app:2" }), against: input(two) };
const grown = { next: input({ claims: [{ name: "data", size: "5Gi" }] }), against: input({}) };

const versionsOf = (made: ReturnType<typeof plans>) => made.plans.map(({ kubernetesVersions }) => kubernetesVersions);

describe("A plan for a range of versions", () => {
  test("is one plan for each group of versions that behave alike, each as plan() gives it", () => {
    const made = plans(rolling.next, { against: rolling.against, kubernetesVersion: "1.34..1.37" });
    expect(versionsOf(made)).toEqual([["1.34", "1.35", "1.36"], ["1.37"]]);
    for (const { kubernetesVersions, ...each } of made.plans)
      expect(each).toEqual(
        plan(rolling.next, { against: rolling.against, kubernetesVersion: kubernetesVersions.at(-1) ?? "" }),
      );
    expect(made.plans.map(({ statefulSets }) => statefulSets[0]?.steps.length)).toEqual([6, 4]);
  });

  test("names a patch release whose gates are others than its minor's", () => {
    const made = plans(input({ updateStrategy, image: "app:2" }), {
      against: input({ updateStrategy }),
      kubernetesVersion: ["1.35.1", "1.35.7", "1.37"],
    });
    expect(versionsOf(made)).toEqual([["1.35.1", "1.37"], ["1.35"]]);
  });

  test("that all refuse an update is one plan, with the words of each server", () => {
    const made = plans(grown.next, { against: grown.against, kubernetesVersion: "1.31..1.37" });
    expect(versionsOf(made)).toEqual([["1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37"]]);
    const refused = made.plans[0]?.statefulSets[0]?.refused;
    const words = (version: string) =>
      plan(grown.next, { against: grown.against, kubernetesVersion: version }).statefulSets[0]?.refused?.message;
    expect(refused?.message).toBe(words("1.37"));
    expect(refused?.inOtherWords?.map(({ kubernetesVersions, message }) => [kubernetesVersions, message])).toEqual([
      [["1.31", "1.32"], words("1.31")],
      [["1.33", "1.34", "1.35", "1.36"], words("1.36")],
    ]);
    expect(planText(made)).toContain(`in the words of 1.31 to 1.32: ${words("1.31")}`);
  });

  test("is one group where one version is asked for, or none", () => {
    for (const kubernetesVersion of [undefined, "1.37", ["1.37"], []])
      expect(versionsOf(plans(input({}), kubernetesVersion === undefined ? {} : { kubernetesVersion }))).toEqual([
        ["1.37"],
      ]);
  });

  test("is refused by plan(), which says what to call instead, and unknown versions by both", () => {
    for (const kubernetesVersion of ["1.31..1.37", "1.31,1.37"])
      expect(() => plan(input({}), { kubernetesVersion })).toThrow(
        new KubernetesVersionError(
          `\`${kubernetesVersion}\` is more than one version of Kubernetes: plan() takes one; plans() gives a plan for each group of versions that behave alike`,
        ),
      );
    expect(() => plans(input({}), { kubernetesVersion: "1.31..1.99" })).toThrow(KubernetesVersionError);
  });
});

describe("Text, Mermaid and HTML of a range", () => {
  const same: SetOptions = { name: "web", image: "app:2" };
  const made = plans(input({ ...two, image: "app:2" }, same), {
    against: input(two, { name: "web" }),
    kubernetesVersion: "1.36..1.37",
  });

  test("say which versions a plan is for, and tell a set once that both plan alike", () => {
    const text = planText(made);
    expect(text).toContain("Kubernetes 1.36\n===============\n\nStatefulSet/db\n");
    expect(text).toContain("Kubernetes 1.37\n===============\n\nStatefulSet/db\n");
    expect(text.match(/^StatefulSet\/web.*$/gm)).toEqual([
      "StatefulSet/web",
      "StatefulSet/web: as under Kubernetes 1.36",
    ]);
    const html = planHtml(made);
    expect(html.match(/<h2[^>]*>[^<]*/g)).toEqual([
      '<h2 class="versions">Kubernetes 1.36',
      "<h2>StatefulSet/db",
      "<h2>StatefulSet/web",
      '<h2 class="versions">Kubernetes 1.37',
      "<h2>StatefulSet/db",
      "<h2>StatefulSet/web",
    ]);
    expect(planMermaid(made).match(/^ {2}title .*$/gm)).toEqual([
      "  title StatefulSet/db under Kubernetes 1.36 - update in 6 steps 0 s to 1 min 30 s 3 pods at the end",
      "  title StatefulSet/web under Kubernetes 1.36 - update in 6 steps 0 s to 1 min 30 s 3 pods at the end",
      "  title StatefulSet/db under Kubernetes 1.37 - update in 4 steps 0 s to 1 min 3 pods at the end",
    ]);
  });
});

test("The example's refused upgrade is the same under every version", () => {
  const file = (name: string) => [
    { name, text: readFileSync(new URL(`../../examples/upgrade/${name}`, import.meta.url), "utf8") },
  ];
  const made = plans(file("next.yaml"), { against: file("now.yaml"), kubernetesVersion: "1.30..1.37" });
  expect(made.plans).toHaveLength(1);
});
