import { defineRule } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { labels, mapping } from "../../src/model/fields.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { type ClaimLabel, claimLabels, repeated, versionsThatFixLabels, withoutLabel } from "./_claim-labels.ts";
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
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Left alone: labels of the selector, labels that say what the claim belongs to (name, instance, component, part-of, app,
release, role), values that are the name of the set, the claim or the release, and labels by which the claim templates of one set tell
each other apart. Beside a label with a version, which \`vct-versioned-label\` tells, nothing is said; labels that only name the
installer are an info. A label that the chart writes out and never changes does no harm.`,
  fix: `Give claim templates the selector's labels only. Labels that users want on their claims can be put on the claims themselves,
after they are made. Of an installed release the change is refused once, as any other change of the label would be: make it with the next
release that has the set made anew anyway. That is why the fix is an unsafe one.`,
  references: ["weaviate/weaviate-helm#218", "helm/charts#7803"],
  messages: {
    installer: {
      text: "claim template `{template}` has the label {labels}, which names what installs the chart: claim templates cannot be changed, so upgrades are refused once that is another tool",
      help: "leave {keys} out of the claim template's labels, in a chart that is not installed yet: the selector's labels are enough. An installed release refuses that change once, too: `sts-lint plan` prints the way through",
    },
    free: {
      text: "claim template `{template}` has the label {labels}, not one of the selector's: claim templates cannot be changed, so once a release or a value gives it another content, the upgrade is refused",
      help: "leave {keys} out of the claim template's labels, or make sure that it never changes: the selector's labels are enough. An installed release refuses that change once, too: `sts-lint plan` prints the way through",
    },
  },
  *check(set, context) {
    const versions = versionsThatFixLabels(context);
    if (versions.length === 0) return;
    const selected = labels(mapping(set.spec.selector).matchLabels);
    const known = knownVersions(set);
    const all = claimLabels(set);
    // A label with a version is refused at the next upgrade already, and goes out together with these.
    if (all.some(({ key, value }) => versionIn(key, value, known) !== undefined)) return;
    const values = new Map<string, number>();
    for (const { key } of all) values.set(key, (values.get(key) ?? 0) + 1);
    const unstable = new Map<string, ClaimLabel[]>();
    for (const label of all) {
      const { key, value, template } = label;
      if (selected.get(key) === value || key.startsWith("argocd.argoproj.io/")) continue;
      if (!installerKeys.has(key) && isLasting(label, values, set)) continue;
      const same = unstable.get(template);
      if (same === undefined) unstable.set(template, [label]);
      else same.push(label);
    }
    for (const [template, found] of unstable) {
      const free = found.filter(({ key }) => !installerKeys.has(key));
      const named = free.length > 0 ? free : found;
      const [first] = named;
      if (first === undefined) continue;
      yield {
        message: free.length > 0 ? "free" : "installer",
        ...(free.length > 0 ? {} : { severity: "info" }),
        data: {
          template,
          labels: named.map(({ key, value }) => `\`${key}: ${value}\``).join(", "),
          keys: found.map(({ key }) => `\`${key}\``).join(", "),
        },
        ...someVersions(versions, context),
        at: { manifest: set.manifest, path: first.path },
        related: [
          ...found
            .filter((label) => label !== first)
            .map(({ path }) => ({ manifest: set.manifest, path, message: "another such label" })),
          ...found.flatMap((label) => repeated(set, label)),
        ],
        fix: {
          description: `leave ${found.map(({ key }) => `\`${key}\``).join(", ")} out of the claim template's labels`,
          // A chart whose label has not changed so far can be upgraded; with the fix an installed release cannot, once.
          safe: false,
          changes: found.flatMap((label) => withoutLabel(set, label).changes),
        },
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
