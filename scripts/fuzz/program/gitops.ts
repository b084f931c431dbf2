import type { Choices } from "../choices.ts";
import { odd } from "../odd.ts";

const or = (choices: Choices, usual: readonly string[]): string =>
  choices.odd(2) ? choices.of(odd) : choices.of(usual);
const paths: readonly string[] = [
  "chart",
  "./chart",
  "chart/",
  "../chart",
  "none",
  "/etc",
  "chart/../chart",
  "$fleet/chart",
  "oci://a/b",
];
const files: readonly string[] = [
  "envs/a.yaml",
  "$fleet/envs/a.yaml",
  "/envs/a.yaml",
  "none.yaml",
  "../../x.yaml",
  "a.yaml.gotmpl",
];
const inline: readonly string[] = [
  "{replicas: 2}",
  "{name: a, image: {tag: 1}}",
  "{}",
  "[]",
  "null",
  "{a: &x 1, b: *x}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: variables as Flux has them
  '{replicas: "${REPLICAS:=3}", name: "${NAME}", image: {tag: "$${TAG}${TAG:-${A}}"}}',
];

const helmRelease = (choices: Choices) => `apiVersion: helm.toolkit.fluxcd.io/${or(choices, ["v2", "v2beta1", "v9"])}
kind: HelmRelease
metadata: {name: ${or(choices, ["db", "db-two"])}, namespace: ${or(choices, ["data", "flux-system"])}}
spec:
  ${choices.of(["releaseName: db", "targetNamespace: other", "interval: 5m", `releaseName: ${or(choices, ["a".repeat(60), "Db"])}`])}
  chart: {spec: {chart: ${or(choices, paths)}, version: ${or(choices, ["1.0.0", "'*'", "x"])}, sourceRef: {kind: ${or(choices, ["GitRepository", "HelmRepository", "Bucket"])}, name: fleet}, valuesFiles: [${choices.of(files)}]}}
  ${choices.of(["values: ", "x: "])}${or(choices, inline)}
  valuesFrom:
    - {kind: ${or(choices, ["ConfigMap", "Secret"])}, name: ${or(choices, ["db-values", "none"])}, valuesKey: ${or(choices, ["values.yaml", "other"])}, ${choices.of(["optional: true", `targetPath: ${or(choices, ["replicas", "a[0].b", "a=b,c"])}`, ""])}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: db-values, namespace: data}
data:
  values.yaml: |
    replicas: ${or(choices, ["2", "{{ x }}"])}
  other: ${or(choices, ["5", "'a: ['"])}
`;

const application = (choices: Choices) => `apiVersion: argoproj.io/v1alpha1
kind: Application${choices.of(["", "Set"])}
metadata: {name: ${or(choices, ["db"])}, namespace: argocd}
spec:
  destination: {namespace: ${or(choices, ["data"])}}
  ${choices.of(["sources:\n    - ", "source:\n      "])}repoURL: ${or(choices, ["https://git.example.com/fleet.git", "oci://x", "x"])}
      ${choices.of(["path", "chart"])}: ${or(choices, paths)}
      targetRevision: ${or(choices, ["HEAD", "main", "1.0.0"])}
      helm:
        releaseName: ${or(choices, ["db"])}
        valueFiles: [${choices.of(files)}]
        ${choices.of(["valuesObject: ", "values: ", "x: "])}${or(choices, [...inline, '"replicas: 3"', '"a: ["'])}
        parameters: [{name: ${or(choices, ["replicas", "a.b[0]", "x=y"])}, value: ${or(choices, ['"3"', '"{a,b}"'])}, forceString: ${or(choices, ["true", "false"])}}]
        fileParameters: [{name: ${or(choices, ["text", "a=b,c"])}, path: ${choices.of(files)}}]
`;

const helmfile = (
  choices: Choices,
) => `${choices.of(["", "environments: {default: {}}\n---\n", "helmDefaults: {skipSchemaValidation: true}\n", "bases: [a.yaml]\n"])}repositories:
  - {name: fleet, url: ${or(choices, ["https://charts.example.com", "oci://x/y"])}, oci: ${or(choices, ["true", "false"])}}
releases:
  - name: ${or(choices, ["db"])}
    namespace: ${or(choices, ["data"])}
    chart: ${or(choices, [...paths, "fleet/db"])}
    values: [${choices.of(files)}, ${or(choices, inline)}]
    set: [{name: ${or(choices, ["replicas", "a,b"])}, value: ${or(choices, ["2"])}}, {name: list, values: ${or(choices, ["[a, 'b,c']"])}}, {name: text, file: ${choices.of(files)}}]
    ${choices.of(["installed: false", "condition: a.enabled", "missingFileHandler: Warn", "kubeVersion: 1.30", "inherit: [{template: x}]", "valuesPathPrefix: envs/", "valuesTemplate: [{a: 1}, '*.yaml']", "setTemplate: [{name: replicas, value: 2}]"])}
`;

/** A file that names the chart in the folder `chart`, as Flux, Argo CD or helmfile reads it. */
export function gitopsText(choices: Choices): string {
  const make = choices.of([helmRelease, application, helmfile]);
  return choices.once(6) ? `${make(choices)}---\n${make(choices)}` : make(choices);
}
