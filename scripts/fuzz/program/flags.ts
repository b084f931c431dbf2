import { rules } from "../../../src/index.ts";
import { formatNames } from "../../../src/report/format.ts";
import type { Choices } from "../choices.ts";
import { odd } from "../odd.ts";

type Flag = (choices: Choices) => readonly string[];

const valued =
  (flag: string, usual: readonly string[]): Flag =>
  (choices) => [flag, choices.odd(3) ? choices.of(odd) : choices.of(usual)];
const alone =
  (flag: string): Flag =>
  () => [flag];

/** What lint and chart both take. */
export const reportFlags: readonly Flag[] = [
  valued("--format", formatNames),
  valued("--format", ["json=out.json", "sarif=none/out.sarif", "pretty=input.yaml", "html=.", "prety"]),
  (choices) => [
    "--rule",
    `${choices.of([...rules.map(({ id }) => id), "none", ""])}=${choices.of(["error", "off", "info", "x"])}`,
  ],
  valued("--preset", ["recommended", "strict", "all", "none"]),
  valued("--fail-on", ["error", "warning", "info", "never"]),
  valued("--max-warnings", ["0", "3", "-1", "99999999999"]),
  valued("--baseline", ["baseline.json", "none.json", ".", "input.yaml"]),
  valued("--kubernetes-version", ["1.36", "1.30..1.37", "1.33,1.35.2", "1.99", "v1"]),
  valued("--feature-gates", ["MaxUnavailableStatefulSet=true", "None=false", "A", "__proto__=true"]),
  valued("--apply", ["client", "server"]),
  valued("--deployer", ["helm", "kubectl", "flux", "argocd"]),
  valued("--config", ["conf.yaml", "none.yaml", "input.yaml", ".", "/dev/null"]),
  alone("--no-config"),
  alone("--allow-plugins"),
  alone("--quiet"),
  alone("--update-baseline"),
  alone("--fix"),
  alone("--fix-dry-run"),
  alone("--unsafe-fixes"),
  alone("--whole-release"),
  valued("--color", ["always", "never"]),
  alone("--stats"),
  valued("-n", ["data", "Data", ""]),
];

export const lintFlags: readonly Flag[] = [
  valued("--against", ["before.yaml", "none.yaml", "-", "."]),
  valued("--against", ["before.yaml"]),
  alone("--live"),
  alone("--allow-empty"),
  alone("--passthrough"),
  valued("--shard", ["1/2", "2/3", "0/1", "1/1001", "a"]),
  valued("--chart", ["chart", "none", "."]),
];

export const planFlags: readonly Flag[] = [
  valued("--against", ["before.yaml", "none.yaml"]),
  valued("--format", ["text", "json", "mermaid", "html", "json=out.json"]),
  valued("--timeout", ["5m", "1h30m", "0s", "99999h", "x"]),
  valued("--kubernetes-version", ["1.36", "1.30..1.37", "1.33,1.36"]),
  valued("--apply", ["client", "server"]),
  valued("--deployer", ["helm", "kubectl", "flux", "argocd"]),
  valued("--fail-on", ["error", "info", "never"]),
  alone("--quiet"),
  alone("--allow-empty"),
];

export const chartFlags: readonly Flag[] = [
  alone("--frozen"),
  valued("--format", ["text", "json", "values", "readme"]),
  alone("--values-matrix"),
  valued("--values-matrix=ci/*.yaml", [""]),
  valued("--against", ["old", "before.yaml", "values:over.yaml", "git:HEAD", "helm:db", "chart:./old", "none"]),
  valued("--against", ["old"]),
  (choices) => ["--fix-dry-run", ...choices.of([[], ["--unsafe-fixes"], ["--unsafe-fixes", "--preset", "all"]])],
  alone("--fix"),
  valued("-f", ["over.yaml", "none.yaml", "baseline.json"]),
  valued("--set", ["replicas=5", "a[", "list[0]=x", "__proto__.x=1", "persistence.size=2Gi"]),
  valued("--set-file", ["text=over.yaml", "text=none"]),
  valued("--show", ["rendered", "template"]),
  valued("--release", ["db", "Db", "::error::"]),
  valued("--kube-version", ["1.30.0", "x"]),
  valued("--show-only", ["templates/set.yaml", "templates/none.yaml"]),
  alone("--no-hooks"),
  alone("--include-crds"),
  alone("--is-upgrade"),
  alone("--skip-schema-validation"),
];

/** Some of these flags; each seldom twice. */
export const someFlags = (choices: Choices, most: number, ...flags: readonly (readonly Flag[])[]): string[] =>
  choices.several(most, () => choices.of(choices.of(flags))(choices)).flat();
