import { describe, expect, test } from "vitest";
import { fieldPath } from "../../src/admission/field-path.ts";
import { isServed, servedVersions } from "../../src/admission/served-versions.ts";
import { fieldSuggestion } from "../../src/admission/suggestion.ts";

const manifest = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "db", labels: { "app.kubernetes.io/name": "-bad-" } },
  spec: {
    volumeClaimTemplates: [
      { metadata: { name: "data" }, spec: { resources: { requests: { storage: "0" } } } },
      { metadata: { name: "logs" }, spec: {} },
    ],
    template: {
      metadata: { annotations: { "checksum/config": "1" } },
      spec: {
        volumes: [{ name: "data", emptyDir: {} }, { name: "tmp" }, { name: "Bad" }],
        containers: [
          {
            name: "db",
            image: "db",
            volumeMounts: [
              { name: "data", mountPath: "/" },
              { name: "x", subPath: ".." },
            ],
          },
        ],
        nodeSelector: { "a.b/c": "d" },
      },
    },
  },
};

describe("the place of a field that the server names", () => {
  test.each([
    ["metadata.name", ["metadata", "name"]],
    ["spec.template.spec.containers[0].image", ["spec", "template", "spec", "containers", 0, "image"]],
    ["spec.template.spec.nodeSelector[a.b/c]", ["spec", "template", "spec", "nodeSelector", "a.b/c"]],
    ["spec.template.annotations[checksum/config]", ["spec", "template", "metadata", "annotations", "checksum/config"]],
    // The claims are the first volumes to the server, and the volume `data` gives way to the claim.
    ["spec.template.spec.volumes[3].name", ["spec", "template", "spec", "volumes", 2, "name"]],
    ["spec.template.spec.volumes[0].name", ["spec", "volumeClaimTemplates", 0, "metadata", "name"]],
    [
      "spec.volumeClaimTemplates[0].spec.resources[storage]",
      ["spec", "volumeClaimTemplates", 0, "spec", "resources", "requests", "storage"],
    ],
    // The server names a mount's field as the list's.
    [
      "spec.template.spec.containers[0].volumeMounts.subPath",
      ["spec", "template", "spec", "containers", 0, "volumeMounts", 1, "subPath"],
    ],
    // What is absent gives its nearest parent.
    ["spec.selector", ["spec"]],
    ["spec.template.spec.containers[7].name", ["spec", "template", "spec", "containers"]],
    ["spec.volumeClaimTemplates[1].spec.accessModes", ["spec", "volumeClaimTemplates", 1, "spec"]],
  ])("%s", (field, path) => {
    expect(fieldPath(field, manifest)).toEqual(path);
  });

  test("a label is found by the value that the detail shows", () => {
    expect(fieldPath("metadata.labels", manifest, 'Invalid value: "-bad-": a valid label must be …')).toEqual([
      "metadata",
      "labels",
      "app.kubernetes.io/name",
    ]);
  });
});

describe("an unknown field", () => {
  test.each([
    [["spec", "volumeClaimTemplate"], { is: "misspelt", key: "volumeClaimTemplates" }],
    [["spec", "volumeclaimtemplates"], { is: "misspelt", key: "volumeClaimTemplates" }],
    [["spec", "strategy"], { is: "misspelt", key: "updateStrategy" }],
    [["spec", "template", "volumeClaimTemplates"], { is: "misplaced", path: ["spec", "volumeClaimTemplates"] }],
    [["spec", "template", "spec", "replicas"], { is: "misplaced", path: ["spec", "replicas"] }],
    [["spec", "containers"], { is: "misplaced", path: ["spec", "template", "spec", "containers"] }],
    [["spec", "template", "spec", "containers", 0, "readynessProbe"], { is: "misspelt", key: "readinessProbe" }],
    [["spec", "bogus"], undefined],
    [["spec", "constructor"], undefined],
    [["nowhere", "x"], undefined],
  ])("%j", (path, suggestion) => {
    expect(fieldSuggestion("StatefulSet", path)).toEqual(suggestion);
  });
});

describe("served APIs", () => {
  test("what was removed, when, and what to write instead", () => {
    expect(servedVersions("apps/v1beta1", "StatefulSet")).toEqual({ until: 15, replacement: "apps/v1" });
    expect(isServed("policy/v1beta1", "PodDisruptionBudget", 24)).toBe(true);
    expect(isServed("policy/v1beta1", "PodDisruptionBudget", 25)).toBe(false);
    expect(isServed("autoscaling/v2beta2", "HorizontalPodAutoscaler", 30)).toBe(false);
    expect(isServed("storage.k8s.io/v1", "VolumeAttributesClass", 33)).toBe(false);
    expect(servedVersions("apps/v1", "StatefulSet")).toBeUndefined();
    expect(servedVersions("constructor", "toString")).toBeUndefined();
  });
});
