import { defineRule } from "../../src/lint/contract/rule.ts";
import { claimMounts, counterpartOf, isPrepared } from "../../src/model/data-place.ts";
import { integer, mapping } from "../../src/model/fields.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";

export const dataOwnerChanged = defineRule({
  id: "data-owner-changed",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update runs a container as another user than the one that owns the files on its claims",
  rationale: `Files on a claim belong to the user that wrote them. Under another \`runAsUser\` the new pods may not write them, or not even read
them, unless the group may (\`fsGroup\`) or something gives them to the new user first. PostgreSQL refuses a data directory that is
not its own, whatever the group may do.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Silent where an init container that mounts the claim runs \`chown\` or \`chmod\`; an info where \`fsGroup\` gives the group its way.
Who was root before is a warning in any case: root writes files that no group may.`,
  references: ["memgraph/helm-charts#275", "camunda/camunda-platform-helm#1602"],
  messages: {
    owner: {
      text: "container `{container}` of StatefulSet `{set}` ran as user {from} and will run as {to}: the files on its claims belong to {from}, and the new pods may not write them",
      help: "keep `runAsUser: {from}`, or give the files to {to} once, with an init container that runs `chown -R {to}` over the mount",
    },
    group: {
      text: "container `{container}` of StatefulSet `{set}` ran as user {from} and will run as {to}: the files on its claims belong to {from}, and only the group of `fsGroup: {group}` lets the new pods at them",
      help: "nothing where the server leaves its files open to the group; else an init container that runs `chown -R {to}` over the mount",
    },
  },
  *check(upgrade) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      for (const container of before.runningContainers) {
        const next = counterpartOf(container, after.containers);
        const mounts = next === undefined ? [] : claimMounts(after, next);
        if (next === undefined || mounts.length === 0 || claimMounts(before, container).length === 0) continue;
        const [was, is] = [userOf(before, container), userOf(after, next)];
        if (was === undefined || is === undefined || was.user === is.user || is.user === 0) continue;
        if (mounts.some(({ name }) => isPrepared(after, name, /\bch(?:own|mod)\b/))) continue;
        const group = integer(mapping(after.pod.spec.securityContext).fsGroup);
        const isHelped = group !== undefined && was.user !== 0 && knownContainer(next)?.id !== "postgresql";
        yield {
          message: isHelped ? "group" : "owner",
          ...(isHelped ? { severity: "info" } : {}),
          data: { container: next.name, set: after.name, from: was.user, to: is.user, group: group ?? "" },
          at: { manifest: after.manifest, path: is.path },
          related: [{ manifest: before.manifest, path: was.path, message: "who wrote the files" }],
        };
      }
    }
  },
});

function userOf(
  set: StatefulSetView,
  container: Container,
): { readonly user: number; readonly path: Path } | undefined {
  const own = integer(mapping(container.value.securityContext).runAsUser);
  if (own !== undefined) return { user: own, path: [...container.path, "securityContext", "runAsUser"] };
  const user = integer(mapping(set.pod.spec.securityContext).runAsUser);
  return user === undefined ? undefined : { user, path: ["spec", "template", "spec", "securityContext", "runAsUser"] };
}
