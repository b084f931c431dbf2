import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled } from "../../src/model/fields.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { together } from "../../src/model/namespace.ts";
import { chartFolder } from "../../src/model/object-keys.ts";
import type { Surroundings } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";

export const serviceAccountMissing = defineRule({
  id: "service-account-missing",
  category: "pod",
  subject: "StatefulSet",
  summary: "the pods run under a service account that the release does not make, while it makes others",
  rationale: `A pod that names a service account which does not exist is refused by the API server (\`error looking up service account\`), so the controller
makes no pod at all: the set stays at 0 of its replicas, and only its events say why. A release that renders accounts and none of that name
has usually built the name in two ways.`,
  severity: "warning",
  confidence: "possible",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `\`default\` is in every namespace. Where the release renders no account, or only ones of other charts in it, the account is expected to be
there already.`,
  references: [
    "apecloud/kubeblocks#7222",
    "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#serviceaccount",
  ],
  messages: {
    missing: {
      text: "the pods run under the service account `{account}`, and the release makes no account of that name (it makes {others}): unless it is there already the API server forbids every pod",
      help: "name the account that the release makes, or make `{account}`",
    },
  },
  *check(set) {
    const { spec } = set.pod;
    const key = filled(spec.serviceAccountName) === undefined ? "serviceAccount" : "serviceAccountName";
    const account = filled(spec[key]);
    if (account === undefined || account === "default") return;
    if (set.release.once(accountNames).has(account)) return;
    const ofChart = set.release.once(accountsByChart).get(chartFolder(set.manifest)) ?? [];
    set.release.tries.spend(ofChart.length);
    const accounts = ofChart.filter((manifest) => together(manifest, set.manifest));
    const [first] = accounts;
    if (first === undefined) return;
    // Each account that the chart makes has its own workload: this one's was left to the user.
    const used = set.release.once(usedAccounts);
    if (accounts.every(({ name }) => used.has(name))) return;
    yield {
      message: "missing",
      assumesWhole: true,
      data: {
        account,
        others: accounts
          .slice(0, 3)
          .map(({ name }) => `\`${name}\``)
          .join(", "),
      },
      at: { manifest: set.manifest, path: ["spec", "template", "spec", key] },
      related: [{ manifest: first, path: ["metadata", "name"], message: "an account that the release makes" }],
    };
  },
});

function accountNames(release: Surroundings): ReadonlySet<string> {
  return new Set(release.ofKind("ServiceAccount").map(({ name }) => name));
}

function accountsByChart(release: Surroundings): ReadonlyMap<string | undefined, readonly Manifest[]> {
  return groupedBy(release.ofKind("ServiceAccount"), chartFolder);
}

/** The accounts under which pods of the release run. */
function usedAccounts({ workloads }: Surroundings): ReadonlySet<string> {
  return new Set(
    workloads.flatMap(({ pod }) => filled(pod.spec.serviceAccountName) ?? filled(pod.spec.serviceAccount) ?? []),
  );
}
