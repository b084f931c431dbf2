import { describe, expect, test } from "vitest";
import { admit, admitWithPlaces, isAdmissible } from "../../src/admission/admit.ts";
import { quoted } from "../../src/admission/field-review.ts";
import { podTemplateErrors } from "../../src/admission/pod-template-errors.ts";
import { KubernetesVersionError, parseMinor, parseMinors } from "../../src/model/kubernetes-version.ts";

/** Frozen and without prototypes, as the reader gives it. */
function frozen(value: unknown): unknown {
  if (Array.isArray(value)) return Object.freeze(value.map(frozen));
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, child] of Object.entries(value)) result[key] = frozen(child);
  return Object.freeze(result);
}

function statefulSet(spec: Record<string, unknown> = {}, pod: Record<string, unknown> = {}): object {
  return frozen({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db" },
    spec: {
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: "db" }], ...pod },
      },
      ...spec,
    },
  }) as object;
}

describe("admit", () => {
  test("says yes to a plain StatefulSet, in every version", () => {
    for (const minor of parseMinors("1.30..1.37"))
      expect(admit(statefulSet(), { kubernetesVersion: `1.${minor}` })).toEqual({ accepted: true });
  });

  test("says where a value of a wrong type and an unknown field stand", () => {
    const { admission, places } = admitWithPlaces(statefulSet({ replicas: "3" }));
    expect(admission.decode).toMatch(
      /^json: cannot unmarshal string into Go struct field StatefulSetSpec.spec.replicas/,
    );
    expect(places.decode).toEqual(["spec", "replicas"]);
    const misspelt = admitWithPlaces(statefulSet({}, { containres: [] }));
    expect(misspelt.admission.strict).toEqual(['unknown field "spec.template.spec.containres"']);
    expect(misspelt.places.strict).toEqual([
      {
        field: "spec.template.spec.containres",
        path: ["spec", "template", "spec", "containres"],
        definition: "PodSpec",
      },
    ]);
  });

  test("feature gates change the answer", () => {
    const set = statefulSet({ updateStrategy: { rollingUpdate: { maxUnavailable: 0 } } });
    const gate = { MaxUnavailableStatefulSet: true };
    expect(admit(set, { kubernetesVersion: "1.36" }).accepted).toBe(true);
    expect(admit(set, { kubernetesVersion: "1.36", featureGates: gate }).accepted).toBe(false);
    expect(admit(set, { kubernetesVersion: "1.37", featureGates: { MaxUnavailableStatefulSet: false } }).accepted).toBe(
      true,
    );
  });

  test("keys of Object's prototype are ordinary keys", () => {
    const set = JSON.parse(
      '{"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db","labels":{"__proto__":"a","constructor":"b"}},' +
        '"spec":{"selector":{"matchLabels":{"toString":"x"}},"template":{"metadata":{"labels":{"toString":"x"}},"spec":{"containers":[{"name":"db","image":"db"}]}},"__proto__":1}}',
    ) as object;
    expect(admit(set).strict).toEqual(['unknown field "spec.__proto__"']);
    expect(admit(statefulSet({ selector: { matchLabels: { toString: "x" } } })).errors?.[0]?.[1]).toBe(
      "spec.template.metadata.labels",
    );
  });

  test("odd objects get an answer, never an exception", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 20000; i++) deep = [deep];
    for (const part of [deep, null, [], "", 0, true, { metadata: deep }, { metadata: null, spec: [] }])
      for (const kind of [
        "StatefulSet",
        "Service",
        "PersistentVolumeClaim",
        "PodDisruptionBudget",
        "HorizontalPodAutoscaler",
      ]) {
        const apiVersion =
          { StatefulSet: "apps/v1", PodDisruptionBudget: "policy/v1", HorizontalPodAutoscaler: "autoscaling/v2" }[
            kind
          ] ?? "v1";
        expect(admit({ apiVersion, kind, metadata: part, spec: part }).accepted).toBe(false);
        expect(admit({ apiVersion, kind, metadata: { name: "x" }, spec: part })).toHaveProperty("accepted");
      }
  });

  test("an autoscaler of autoscaling/v1 is looked at as the newer one", () => {
    const autoscaler = (spec: object): object => ({
      apiVersion: "autoscaling/v1",
      kind: "HorizontalPodAutoscaler",
      metadata: { name: "db" },
      spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "StatefulSet", name: "db" }, maxReplicas: 3, ...spec },
    });
    expect(admit(autoscaler({})).accepted).toBe(true);
    expect(admit(autoscaler({ targetCPUUtilizationPercentage: 0 })).accepted).toBe(false);
    expect(admit(autoscaler({ minReplicas: 5 })).errors?.map(([, field]) => field)).toEqual(["spec.maxReplicas"]);
    expect(admit(autoscaler({ metrics: [] })).strict).toEqual(['unknown field "spec.metrics"']);
  });

  test("only kinds with known rules are admitted", () => {
    expect(isAdmissible({ apiVersion: "v1", kind: "Service" })).toBe(true);
    expect(isAdmissible({ apiVersion: "v1", kind: "ConfigMap" })).toBe(false);
    expect(isAdmissible({ apiVersion: "apps/v1beta1", kind: "StatefulSet" })).toBe(false);
  });
});

describe("what older servers accept and the pods then do not get past", () => {
  const set = statefulSet({ serviceName: "a.b" }, { containers: [{ name: "DB", image: "db" }] });

  test("is told for them alone", () => {
    expect(admit(set, { kubernetesVersion: "1.32" }).accepted).toBe(true);
    expect(podTemplateErrors(set, { kubernetesVersion: "1.32" }).map(([, field]) => field)).toEqual([
      "spec.template.spec.containers[0].name",
      "spec.serviceName",
    ]);
    expect(podTemplateErrors(set, { kubernetesVersion: "1.34" })).toEqual([]);
    expect(admit(set, { kubernetesVersion: "1.34" }).accepted).toBe(false);
  });
});

describe("versions", () => {
  test("a minor, a list and a range", () => {
    expect(["1.36", "v1.36", "1.36.2", "v1.36.2-gke.1004000", "1.36+"].map(parseMinor)).toEqual([36, 36, 36, 36, 36]);
    expect(parseMinors("1.33,1.36")).toEqual([33, 36]);
    expect(parseMinors("1.31..1.33, 1.32")).toEqual([31, 32, 33]);
  });

  test.each(["", "1", "1.29", "1.99", "2.30", "1.33..1.31", "1.31..1.32..1.33", "latest"])("%j is refused", (text) => {
    expect(() => parseMinors(text)).toThrow(KubernetesVersionError);
  });
});

describe("texts in the server's words", () => {
  test.each([
    ["a\tb", '"a\\tb"'],
    ['"\\', '"\\"\\\\"'],
    ["\u0000\u007f", '"\\x00\\x7f"'],
    ["é \u00a0\u200b", '"é \\u00a0\\u200b"'],
    ["\ud800", '"\ufffd"'],
  ])("%j is quoted as Go does", (text, words) => {
    expect(quoted(text)).toBe(words);
  });
});

describe("an update", () => {
  const claim = (metadata: object): Record<string, unknown> => ({
    volumeClaimTemplates: [
      {
        metadata: { name: "data", ...metadata },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
      },
    ],
  });

  test("may say what the server fills in, and leave out what is empty", () => {
    const old = statefulSet({ ...claim({ labels: {} }), podManagementPolicy: "OrderedReady", serviceName: "" });
    const same = statefulSet({ ...claim({ namespace: "", creationTimestamp: null }), replicas: 3 });
    for (const minor of parseMinors("1.30..1.37"))
      expect(admit(same, { kubernetesVersion: `1.${minor}`, old })).toEqual({ accepted: true });
  });

  test("may not change a claim template's labels", () => {
    const old = statefulSet(claim({ labels: { chart: "db-1.0.0" } }));
    const upgraded = statefulSet(claim({ labels: { chart: "db-1.0.1" } }));
    expect(admit(upgraded, { kubernetesVersion: "1.36", old }).errors?.map(([, field]) => field)).toEqual(["spec"]);
    expect(admit(upgraded, { kubernetesVersion: "1.37", old }).errors?.map(([, field]) => field)).toEqual([
      "spec.volumeClaimTemplates",
    ]);
  });
});
