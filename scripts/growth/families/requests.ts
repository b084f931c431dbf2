import { readRequests } from "../../../src/chart/gitops/read-requests.ts";
import { readManifests } from "../../../src/index.ts";
import { type Family, indented, many } from "./family.ts";

/** What GitOps files ask for, read; charts are rendered elsewhere. */
const asked = (name: string, texts: (size: number) => readonly string[]): Family => ({
  name: `requests: ${name}`,
  prepare: (size) => {
    const inputs = texts(size).map((text, index) => ({ name: `${index}.yaml`, text }));
    return () => readRequests(readManifests(inputs).documents, () => undefined);
  },
});

const release = (name: string, values = "") =>
  `---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: ${name}, namespace: a}\nspec:\n  chart: {spec: {chart: charts/db, sourceRef: {kind: GitRepository, name: fleet}}}\n${indented(values, 2)}`;
const source = (name: string) =>
  `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: ${name}, namespace: a}\nspec: {url: https://charts.example.com}\n`;
const configMap = (name: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: a}\ndata: {values.yaml: "a: b"}\n`;
const application = (helm: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: db, namespace: argocd}\nspec:\n  source:\n    repoURL: https://git.example.com/a.git\n    path: charts/db\n    helm:\n${indented(helm, 6)}`;
const helmfile = (index: number) => `- {name: r${index}, namespace: a, chart: ./charts/db, values: [{a: ${index}}]}\n`;

export const requests: readonly Family[] = [
  asked("HelmReleases", (size) => [many(size, (i) => release(`r${i}`))]),
  asked("HelmReleases beside their repositories", (size) => [
    many(size, (i) => release(`r${i}`)) + many(size, (i) => source(`s${i}`)),
  ]),
  asked("ConfigMaps of one HelmRelease", (size) => [
    release("r", `valuesFrom:\n${many(size, (i) => `  - {kind: ConfigMap, name: c${i}}\n`)}`) +
      many(size, (i) => configMap(`c${i}`)),
  ]),
  asked("variables of one HelmRelease", (size) => [
    release("r", `values:\n${many(size, (i) => `  a${i}: "\${A${i}:=\${B}}\${C"\n`)}`),
  ]),
  asked("a text of variables", (size) => [
    release("r", `values: {a: "${"${A:=".repeat(size)}${"}".repeat(size)}${"$${".repeat(size)}"}\n`),
  ]),
  asked("values at paths of one HelmRelease", (size) => [
    release(
      "r",
      `valuesFrom:\n${many(size, (i) => `  - {kind: ConfigMap, name: c, valuesKey: k, targetPath: a.b${i}}\n`)}`,
    ) + configMap("c"),
  ]),
  asked("parameters of an Application", (size) => [
    application(`parameters:\n${many(size, (i) => `  - {name: a.b${i}, value: "${i}"}\n`)}`),
  ]),
  asked("an Application's values as text", (size) => [application(`values: |\n${many(size, (i) => `  a${i}: b\n`)}`)]),
  asked("releases of a helmfile", (size) => [`releases:\n${many(size, helmfile)}`]),
  asked("values and parameters of a helmfile's release", (size) => [
    `releases:\n- name: a\n  chart: x/y\n  valuesTemplate:\n${many(size, (i) => `  - {a: ${i}}\n`)}  setTemplate:\n${many(size, (i) => `  - {name: a${i}, value: b}\n`)}`,
  ]),
  asked("repositories of a helmfile", (size) => [
    `repositories:\n${many(size, (i) => `- {name: n${i}, url: https://x}\n`)}releases:\n${many(size, (i) => `- {name: r${i}, chart: n${i}/db}\n`)}`,
  ]),
  asked("documents of a helmfile", (size) => [many(size, (i) => `---\nreleases:\n${helmfile(i)}`)]),
  asked("files that are helmfiles", (size) =>
    Array.from({ length: Math.ceil(size / 4) }, (_, i) => `releases:\n${helmfile(i)}`),
  ),
];
