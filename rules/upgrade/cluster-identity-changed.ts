import { defineRule, type Place } from "../../src/lint/contract/rule.ts";
import { settingName } from "../../src/model/configuration.ts";
import { claimMounts, counterpartOf, isPrepared, keepsData } from "../../src/model/data-place.ts";
import { mapping } from "../../src/model/fields.ts";
import { isSamePlace } from "../../src/model/kept-data.ts";
import { imageName, knownContainer } from "../../src/model/known-workload.ts";
import { type IdentitySetting, identitySettings } from "../../src/model/known-workloads/_identity-settings.ts";
import type { Container } from "../../src/model/pod.ts";
import { expanded } from "../../src/model/probe-scripts.ts";
import { shell } from "../../src/model/shell-script.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";

/** What brings old data to another name before the server starts. */
const renames = /\b(?:mv|cp|rm|find|cqlsh|mongosh?|rename_cluster_node)\b/;

export const clusterIdentityChanged = defineRule({
  id: "cluster-identity-changed",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update gives a server another name than the one that its data was written under",
  rationale: `Some servers write the name of their cluster, or their own, into their data. Cassandra refuses to start where the two differ, a MongoDB member takes
no part in a replica set of another name, and RabbitMQ keeps the data of each node's name in a directory of its own, so that under another name it starts
empty. A new install takes any name, and an update over kept claims does not.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only values that both sides write out, of software whose behaviour is known, on claims that are kept. Left alone: Cassandra's data center without the
snitch that reads it or with \`ignore_dc\`, RabbitMQ with \`RABBITMQ_MNESIA_DIR\`, and sets with an init container that mounts the claim and moves or removes files.
Data that was renamed by hand beforehand is not seen.`,
  references: [
    "https://github.com/apache/cassandra/blob/trunk/src/java/org/apache/cassandra/db/SystemKeyspace.java",
    "https://www.rabbitmq.com/docs/relocate",
  ],
  messages: {
    refused: {
      text: "`{setting}` of StatefulSet `{set}` goes from `{from}` to `{to}`, over data that was written under `{from}`: {title} refuses to start (`{says}`), and its pods crash",
      help: "keep `{from}`; a cluster of another name is a new one, into which the data has to be restored",
    },
    removed: {
      text: "`{setting}` of StatefulSet `{set}` goes from `{from}` to `{to}`, over data of replica set `{from}`: each member that restarts is in the state REMOVED and takes no part, and once most have there is no primary",
      help: "keep `{from}`; to rename a replica set its stored configuration has to be changed first, with every member stopped",
    },
    empty: {
      text: "`{setting}` of StatefulSet `{set}` goes from `{from}` to `{to}`, and {title} keeps its data in a directory of the node's name: each pod starts as a new, empty node, and its queues and users stay behind under the old name",
      help: "keep `{from}`; to rename nodes let new ones join the cluster and take the old ones out of it",
    },
  },
  *check(upgrade, context) {
    for (const { before, after } of upgrade.pairs) {
      for (const container of before.runningContainers) {
        const known = knownContainer(container);
        const settings = known === undefined ? undefined : identitySettings.get(known.id);
        const next = settings === undefined ? undefined : counterpartOf(container, after.containers);
        if (known === undefined || next === undefined || knownContainer(next)?.id !== known.id) continue;
        for (const setting of settings ?? []) {
          const [was, is] = [writtenValue(before, container, setting), writtenValue(after, next, setting)];
          if (was === undefined || is === undefined) continue;
          const [from, to] = [nameIn(was.value, setting), nameIn(is.value, setting)];
          if (from === undefined || to === undefined || from === to) continue;
          if (!keepsData(before, container) || !isSamePlace(before, container, after, next)) continue;
          if (claimMounts(after, next).some(({ name }) => isPrepared(after, name, renames))) continue;
          // A refused update reaches no pod.
          if (context.updateRefusals(after.manifest, before.manifest).length > 0) continue;
          const data = { setting: is.name, set: after.name, from, to, title: known.title };
          const says = (setting.says ?? "").replace("{from}", () => from).replace("{to}", () => to);
          yield {
            message: setting.becomes,
            data: { ...data, says },
            at: is.at,
            related: [{ ...was.at, message: "what the data was written under" }],
          };
        }
      }
    }
  },
});

function nameIn(value: string, { nameOnly }: IdentitySetting): string | undefined {
  return nameOnly === undefined ? value : nameOnly.exec(value)?.[0];
}

interface Written {
  readonly name: string;
  readonly value: string;
  readonly at: Place;
}

/** The value of a setting where it is written out and counts. */
function writtenValue(
  set: StatefulSetView,
  container: Container,
  { variables, images, options = [], only, unless = [] }: IdentitySetting,
): Written | undefined {
  const { environment, command, args, path } = container;
  if (only !== undefined && environment.findLast(({ name }) => name === only[0])?.value !== only[1]) return undefined;
  const isElsewhere = (text: string | undefined) => unless.some((word) => text?.includes(word) === true);
  if (unless.length > 0 && set.configuration.some((text) => isElsewhere(text.text) || isElsewhere(settingName(text))))
    return undefined;
  for (const [key, words] of [
    ["command", command],
    ["args", args],
  ] as const) {
    // What a script makes of its words nobody knows.
    if (options.length > 0 && words.some((word) => shell.test(word))) return undefined;
    for (const [index, word] of words.entries()) {
      const option = options.find((one) => word === one || word.startsWith(`${one}=`));
      if (option === undefined) continue;
      const at = word === option ? index + 1 : index;
      const value = word === option ? words[at] : word.slice(option.length + 1);
      return written(option, value, set, container, [...path, key, at]);
    }
  }
  // Variables are read by the entry point of an image, in whose place another command may stand.
  if (command.length > 0 || images?.includes(imageName(container.image)) === false) return undefined;
  const variable = environment.findLast(({ name }) => variables.includes(name));
  return variable === undefined
    ? undefined
    : written(variable.name, variable.value, set, container, [...variable.path, "value"]);
}

/** With its variables told, as far as they are known or the pod's own; undefined where one is not. */
function written(
  name: string,
  value: string | undefined,
  set: StatefulSetView,
  container: Container,
  path: Path,
): Written | undefined {
  if (value === undefined || value === "") return undefined;
  const told = expanded(value, container).replace(/\$[({]?(\w+)[)}]?/g, (whole, variable: string) => {
    const { valueFrom } = container.environment.findLast((one) => one.name === variable)?.fields ?? {};
    const field = mapping(mapping(valueFrom).fieldRef).fieldPath;
    if (field === "metadata.namespace") return set.manifest.namespace ?? "NAMESPACE";
    return field === "metadata.name" ? "POD" : whole;
  });
  return told.includes("$") ? undefined : { name, value: told, at: { manifest: set.manifest, path } };
}
