import { defineRule } from "../../src/lint/contract/rule.ts";
import { labels, mapping } from "../../src/model/fields.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { type ClaimLabel, claimLabels, repeated, withoutLabel } from "./_claim-labels.ts";
import { knownVersions, versionIn } from "./_versions.ts";

/** Labels that name what installs the chart. */
const installerKeys: ReadonlySet<string> = new Set(["heritage", "app.kubernetes.io/managed-by", "managed-by"]);

/** The last parts of keys that say what a claim belongs to or what it is for: a chart writes these once. */
const lastingKeys: ReadonlySet<string> = new Set([
  "app",
  "component",
  "fullname",
  "instance",
  "k8s-app",
  "name",
  "part-of",
  "purpose",
  "release",
  "role",
]);

export const vctUnstableLabel = defineRule({
  id: "vct-unstable-label",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim template carries a label that changes with the installer or with values",
  rationale: `volumeClaimTemplates cannot be changed once the StatefulSet exists, labels included. A label that names the installer
(\`heritage: Tiller\` became \`Helm\`) or that users set by values makes a later \`helm upgrade\` be refused as soon as its value changes.
The selector's own labels are safe: they cannot change anyway, and Kubernetes copies them onto every claim.`,
  severity: "warning",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Left alone: labels of the selector, labels that say what the claim belongs to (name, instance, component, part-of, app,
release, role), values that are the name of the set, the claim or the release, and labels by which the claim templates of one set tell
each other apart. A label that the chart writes out and never changes does no harm.`,
  fix: `Give claim templates the selector's labels only. Labels that users want on their claims can be put on the claims themselves,
after they are made.`,
  references: ["weaviate/weaviate-helm#218", "helm/charts#7803"],
  messages: {
    installer: {
      text: "claim template `{template}` has the label `{key}: {value}`, which names what installs the chart: claim templates cannot be changed, so upgrades are refused once that is another tool",
      help: "leave `{key}` out of the claim template's labels: the selector's labels are enough",
    },
    free: {
      text: "claim template `{template}` has the label `{key}: {value}`, which is not one of the selector's: claim templates cannot be changed, so once a release or a value gives it another content, the upgrade is refused",
      help: "leave `{key}` out of the claim template's labels, or make sure that it never changes: the selector's labels are enough",
    },
  },
  *check(set) {
    const selected = labels(mapping(set.spec.selector).matchLabels);
    const known = knownVersions(set);
    const all = claimLabels(set);
    const values = new Map<string, number>();
    for (const { key } of all) values.set(key, (values.get(key) ?? 0) + 1);
    for (const label of all) {
      const { key, value, template, path } = label;
      if (selected.get(key) === value || versionIn(key, value, known) !== undefined) continue;
      if (key.startsWith("argocd.argoproj.io/")) continue;
      const installer = installerKeys.has(key);
      if (!installer && isLasting(label, values, set)) continue;
      yield {
        message: installer ? "installer" : "free",
        data: { template, key, value },
        at: { manifest: set.manifest, path },
        related: repeated(set, label),
        fix: withoutLabel(set, label),
      };
    }
  },
});

/** Whether a chart writes the label once and for all. `values` counts the values that each key has in this set. */
function isLasting({ key, value }: ClaimLabel, values: ReadonlyMap<string, number>, set: StatefulSetView): boolean {
  if (lastingKeys.has(key.slice(key.lastIndexOf("/") + 1)) || key === "chart" || key === "helm.sh/chart") return true;
  if ((values.get(key) ?? 0) > 1) return true;
  const own = labels(mapping(set.manifest.value.metadata).labels);
  const names = [set.name, own.get("app.kubernetes.io/instance"), own.get("release"), own.get("app")];
  return names.includes(value) || set.claimTemplates.some(({ name }) => `-${name}-`.includes(`-${value}-`));
}
