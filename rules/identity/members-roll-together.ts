import { defineRule } from "../../src/lint/contract/rule.ts";
import { membersBeside } from "../../src/model/members.ts";
import { hostMentions } from "../../src/model/peers.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const membersRollTogether = defineRule({
  id: "members-roll-together",
  category: "identity",
  subject: "StatefulSet",
  summary: "the members of one cluster are StatefulSets of one replica each",
  rationale: `A rolling update replaces the pods of one StatefulSet one after another and waits for each to be ready. It
knows nothing of other StatefulSets: where each member is a set of its own, a changed template, such as a new image, restarts
all members at the same moment, and the cluster is down until they are back.`,
  severity: "warning",
  confidence: "possible",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Only sets of one replica and one image whose names differ in a number or letter at the end, and that one budget covers,
that name each other as a host, or whose arguments or variables number them as members (\`--coordinator-id=1\`). Sets of different roles
(\`--role=data\`, a label \`component\`), sets that are updated by hand (OnDelete) are left alone, and so are members that an operator or a
pipeline updates one after another: suppress it there.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates"],
  messages: {
    together: {
      text: "{count} StatefulSets of one replica are members of one cluster ({names}): every template change restarts all of them at once, because a rolling update waits only within one StatefulSet",
      help: "make one StatefulSet with {count} replicas, which rolls one member after another, or set their `updateStrategy` to type `OnDelete` and delete the pods one by one",
    },
  },
  *check(set) {
    const members = membersBeside(set).filter(({ strategy }) => strategy.type === "RollingUpdate");
    if (members.length < 2 || members[0] !== set) return;
    const sample = members.slice(0, 20);
    const isNamed = sample.some((one) => sample.some((other) => one !== other && names(one, other)));
    if (!isNamed && !haveOneBudget(sample) && !sample.every(isNumbered)) return;
    if (new Set(sample.map(rolesOf)).size > 1) return;
    yield {
      message: "together",
      data: { count: members.length, names: members.map(({ name }) => `\`${name}\``).join(", ") },
      at: { manifest: set.manifest, path: ["metadata", "name"] },
      related: members
        .slice(1)
        .map(({ manifest }) => ({ manifest, path: ["metadata", "name"], message: "restarts at the same moment" })),
    };
  },
});

/** Whether one's configuration names the other's pod, or the Service that governs only the other, as a host. */
function names(one: StatefulSetView, other: StatefulSetView): boolean {
  if (hostMentions(one, `${other.name}-0`).length > 0 || hostMentions(one, other.name).length > 0) return true;
  const { serviceName } = other;
  return serviceName !== undefined && serviceName !== one.serviceName && hostMentions(one, serviceName).length > 0;
}

/** Whether one budget counts all of them: whoever wrote it takes them for one whole. */
function haveOneBudget(members: readonly StatefulSetView[]): boolean {
  const [first] = members;
  return first?.budgets.some((budget) => members.every((member) => member.budgets.includes(budget))) === true;
}

/** What a setting is called that says which part of the software runs. */
const roleKeys = /(?:^|[-_.])(?:roles?|mode|component|target|type)$/i;
const roleLabels = ["role", "component", "app.kubernetes.io/component"];

/** What a set says of its part in the whole, as one text, without the number or letter at its name's end that numbers the member. */
function rolesOf({ name, pod, runningContainers }: StatefulSetView): string {
  const said = roleLabels.flatMap((key) => pod.labels.get(key) ?? []);
  for (const container of runningContainers) {
    for (const [key, value] of settings(container)) if (roleKeys.test(key)) said.push(`${key}=${value}`);
  }
  const letter = /-[a-z]$/.exec(name)?.[0];
  const isNumbered = (text: string) => letter !== undefined && text.endsWith(letter);
  const roles = said.map((text) => (isNumbered(text) ? text.slice(0, -2) : text).replace(/\d+/g, "N"));
  return roles.sort().join("\n");
}

/** Variables, and arguments such as `--id=1` and `--id 1`. */
function settings({ args, command, environment }: Container): readonly (readonly [key: string, value: string])[] {
  const words = [...command, ...args].flatMap((word) => word.split(/\s+/).slice(0, 200));
  const given = words.map((word, at): [string, string] => {
    const equals = word.indexOf("=");
    return equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word, words[at + 1] ?? ""];
  });
  return [...environment.map(({ name, value = "" }): [string, string] => [name, value]), ...given];
}

/** What a setting is called that numbers a member; shards and the like hold each a part of their own. */
const numbers = /(?:^|[-_.])(?:id|ordinal|index|number)$/i;
const parts = /shard|partition|tenant|project|account|client|user|zone/i;

/** Whether an argument or a variable gives the set the number at the end of its name. */
function isNumbered({ name, runningContainers }: StatefulSetView): boolean {
  const number = /(\d{1,4})$/.exec(name)?.[1];
  if (number === undefined) return false;
  const isNumber = (key: string, value: string) => value === number && numbers.test(key) && !parts.test(key);
  return runningContainers.some((container) => settings(container).some(([key, value]) => isNumber(key, value)));
}
