import { type Change, defineRule, type Place } from "../../src/lint/contract/rule.ts";
import { filled, mapping } from "../../src/model/fields.ts";
import { together } from "../../src/model/namespace.ts";
import { setsByName } from "../../src/model/set-index.ts";
import type { Path } from "../../src/read/path.ts";

const target: Path = ["spec", "scaleTargetRef"];

export const hpaTargetWrong = defineRule({
  id: "hpa-target-wrong",
  category: "availability",
  subject: "Release",
  summary: "an autoscaler names a StatefulSet by the wrong kind or API group, and scales nothing",
  rationale: `An autoscaler finds its target by group, kind and name. Charts that can render a Deployment or a StatefulSet often leave
\`kind: Deployment\` in the autoscaler; others write \`apiVersion: v1\`, or \`Statefulset\`. The autoscaler is accepted, reports
FailedGetScale, and never scales anything.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `It is said only where the input holds a StatefulSet of the target's name and nothing of the kind that is named. A target that is
in the input under neither kind may exist in the cluster.`,
  references: ["bitnami/charts#19761", "grafana/helm-charts#3586", "open-telemetry/opentelemetry-helm-charts#1024"],
  messages: {
    kind: {
      text: "the autoscaler names {kind} `{name}`, and this release holds a StatefulSet of that name: it finds no target and scales nothing",
      help: "write `kind: StatefulSet` and `apiVersion: apps/v1` in scaleTargetRef",
    },
    group: {
      text: "the autoscaler looks for StatefulSet `{name}` in {group}, where there are none: it finds no target and scales nothing",
      help: "write `apiVersion: apps/v1` in scaleTargetRef",
    },
  },
  *check(release) {
    for (const { manifest, target: named } of release.autoscalers) {
      const reference = mapping(mapping(manifest.value.spec).scaleTargetRef);
      const set = release
        .once(setsByName)
        .get(named.name)
        ?.find((one) => together(one.manifest, manifest));
      if (set === undefined) continue;
      const related = [{ manifest: set.manifest, path: ["metadata", "name"], message: "a StatefulSet of that name" }];
      if (named.kind !== "StatefulSet") {
        if (release.named(named.kind, named.name, manifest).state !== "not-in-input") continue;
        const path = filled(reference.kind) === undefined ? target : [...target, "kind"];
        const kind = named.kind === "" ? "a resource without a kind," : named.kind;
        const fix = { description: "write `kind: StatefulSet`", changes: [written({ manifest, path }, "StatefulSet")] };
        yield {
          message: "kind",
          assumesWhole: true,
          data: { kind, name: named.name },
          at: { manifest, path },
          related,
          ...(path === target ? {} : { fix }),
        };
        continue;
      }
      const version = filled(reference.apiVersion);
      if (version?.startsWith("apps/") === true || manifest.kind === "ScaledObject") continue;
      yield {
        message: "group",
        data: { name: named.name, group: version === undefined ? "the core group" : `\`${version}\`` },
        at: { manifest, path: version === undefined ? target : [...target, "apiVersion"] },
        related,
        ...(version === undefined
          ? {}
          : {
              fix: {
                description: "write `apiVersion: apps/v1`",
                changes: [written({ manifest, path: [...target, "apiVersion"] }, "apps/v1")],
              },
            }),
      };
    }
  },
});

function written(place: Place, text: string): Change {
  return { do: "replace", place, text };
}
