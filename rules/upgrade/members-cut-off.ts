import { defineRule } from "../../src/lint/contract/rule.ts";
import { counterpartOf } from "../../src/model/data-place.ts";
import { settingsFound } from "../../src/model/known-settings.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import { type SharedSetting, sharedSettings } from "../../src/model/known-workloads/_shared-settings.ts";
import type { SetPair } from "../../src/model/upgrade.ts";
import { looksRandom } from "./_random-values.ts";
import { settingPlace } from "./_setting-place.ts";

export const membersCutOff = defineRule({
  id: "members-cut-off",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes, one pod after another, what all members of a cluster have to share",
  rationale: `Members of a cluster talk to each other only where they share its name, its key or cookie, and whether they speak TLS. A rolling update gives the
new value to one pod at a time, so the first one that is replaced finds no peer that answers: where its readiness asks for the cluster, the update stops there;
where it does not, it goes on until neither the old nor the new members have a majority, and the cluster is down or in two parts.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Values are compared where both inputs tell them, of software whose behaviour is known, and of sets with two pods or more that are replaced one by one. Silent
with \`OnDelete\`, where the update is refused, and for values that each render makes anew. Where nothing in the input joins RabbitMQ nodes or MongoDB members it is a warning, and nodes of Elasticsearch that are alone (\`single-node\`) are left alone.`,
  references: [
    "https://www.rabbitmq.com/docs/clustering",
    "https://www.mongodb.com/docs/manual/tutorial/upgrade-cluster-to-ssl/",
    "https://www.mongodb.com/docs/manual/tutorial/rotate-key-replica-set/",
  ],
  messages: {
    value: {
      text: "`{name}` of {title} goes from `{from}` to `{to}` in StatefulSet `{set}`, whose pods are replaced one by one: the first one that has it cannot talk to the others ({says}), so it takes no part, and the rollout stops there or goes on until the cluster has no majority",
      help: "{instead}",
    },
    secret: {
      text: "`{name}` of {title} changes in StatefulSet `{set}`, whose pods are replaced one by one: the first one that has the new value cannot talk to the others ({says}), so it takes no part, and the rollout stops there or goes on until the cluster has no majority",
      help: "{instead}",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { before, after } = pair;
      if (!isOneByOne(pair)) continue;
      for (const container of before.runningContainers) {
        const title = knownContainer(container)?.title;
        const next = title === undefined ? undefined : counterpartOf(container, after.containers);
        if (title === undefined || next === undefined || knownContainer(next)?.title !== title) continue;
        const found = settingsFound(sharedSettings, after, next);
        if (found.size === 0) continue;
        const old = settingsFound(sharedSettings, before, container);
        for (const [name, is] of found) {
          const was = old.get(name);
          if (was?.setting !== is.setting || understands(is.setting, was.value, is.value)) continue;
          if (is.setting.isSecret === true && looksRandom(name, was.value, is.value)) continue;
          // A refused update reaches no pod.
          if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
          const { says, isSecret, joined, instead } = is.setting;
          const isJoined = joined === undefined || after.configuration.some(({ text }) => joined.test(text));
          const data = { name, title, set: after.name, says, instead: instead.replace("{set}", () => after.name) };
          yield {
            ...(isSecret === true
              ? { message: "secret" as const, data }
              : { message: "value" as const, data: { ...data, from: was.value, to: is.value } }),
            ...(isJoined ? {} : { severity: "warning" as const, confidence: "likely" as const }),
            at: settingPlace(is),
            related: [{ ...settingPlace(was), message: "what the others have" }],
          };
        }
      }
    }
  },
});

/** Whether some pods keep the old template while others have the new one. */
function isOneByOne({ before, after }: SetPair): boolean {
  const { type, partition, maxUnavailable = 1 } = after.strategy;
  const pods = Math.min(before.replicas, after.replicas);
  if (pods < 2 || type !== "RollingUpdate" || partition >= after.replicas) return false;
  return typeof maxUnavailable === "number" ? maxUnavailable < pods : maxUnavailable !== "100%";
}

function understands({ steps }: SharedSetting, from: string, to: string): boolean {
  if (from === to) return true;
  if (steps === undefined) return false;
  const [one, other] = [steps.indexOf(from), steps.indexOf(to)];
  return one === -1 || other === -1 || Math.abs(one - other) === 1;
}
