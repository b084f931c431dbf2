import { defineRule } from "../../src/lint/contract/rule.ts";
import { variablesOf } from "../../src/model/container-variables.ts";
import { knownContainer } from "../../src/model/known-workload.ts";
import { membersBeside } from "../../src/model/members.ts";
import { hostMentions } from "../../src/model/peers.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { listed, quoted } from "../_shared/listed.ts";

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
that name each other as a host, or whose arguments or variables number them as members (\`--coordinator-id=1\`, a variable \`NODE_ID\` that is 1, 2 and 3; any \`…_ID\` only of software that is known to need a majority). Sets of different roles
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
    const members = rollingOf(membersBeside(set));
    if (members.length < 2 || members[0] !== set) return;
    const sample = members.slice(0, 20);
    const isNamed = sample.some((one) => sample.some((other) => one !== other && names(one, other)));
    if (!isNamed && !haveOneBudget(sample) && !sample.every(isNumbered) && !areNumbered(sample)) return;
    if (new Set(sample.map(rolesOf)).size > 1) return;
    yield {
      message: "together",
      data: {
        count: members.length,
        names: listed(
          members.map(({ name }) => name),
          quoted,
        ),
      },
      at: { manifest: set.manifest, path: ["metadata", "name"] },
      related: members
        .slice(1)
        .map(({ manifest }) => ({ manifest, path: ["metadata", "name"], message: "restarts at the same moment" })),
    };
  },
});

/** Those of the members that are updated by themselves; asked by each of them, which are given one list. */
function rollingOf(members: readonly StatefulSetView[]): readonly StatefulSetView[] {
  const known = rolling.get(members) ?? members.filter(({ strategy }) => strategy.type === "RollingUpdate");
  rolling.set(members, known);
  return known;
}

const rolling = new WeakMap<readonly StatefulSetView[], readonly StatefulSetView[]>();

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
function rolesOf(set: StatefulSetView): string {
  const { name, pod, runningContainers } = set;
  const said = roleLabels.flatMap((key) => pod.labels.get(key) ?? []);
  for (const container of runningContainers) {
    for (const [key, value] of settings(set, container)) if (roleKeys.test(key)) said.push(`${key}=${value}`);
  }
  const letter = /-[a-z]$/.exec(name)?.[0];
  const isNumbered = (text: string) => letter !== undefined && text.endsWith(letter);
  const roles = said.map((text) => (isNumbered(text) ? text.slice(0, -2) : text).replace(/\d+/g, "N"));
  return roles.sort().join("\n");
}

/** Variables, and arguments such as `--id=1` and `--id 1`. */
function settings(set: StatefulSetView, container: Container): readonly (readonly [key: string, value: string])[] {
  const { args, command } = container;
  const words = [...command, ...args].flatMap((word) => word.split(/\s+/).slice(0, 200));
  const given = words.map((word, at): [string, string] => {
    const equals = word.indexOf("=");
    return equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word, words[at + 1] ?? ""];
  });
  const variables = [...variablesOf(set, container)].map(({ name, value }): [string, string] => [name, value]);
  return [...variables, ...given];
}

/** What a setting is called that numbers a member, whatever the software. */
const memberNumbers =
  /(?:^|[-_.])(?:(?:node|broker|member|server|replica|coordinator|peer)[-_.]?(?:id|ordinal|index|number)|ordinal|my_?id)$|^-{0,2}id$/i;
/** What it is called where the software is known to be a cluster; shards and the like hold each a part of their own. */
const numbers = /(?:^|[-_.])(?:id|ordinal|index|number)$/i;
const parts =
  /shard|partition|tenant|project|account|client|user|zone|group|chain|network|world|room|game|realm|app_?id/i;

/** Whether an argument or a variable gives the set the number at the end of its name. */
function isNumbered(set: StatefulSetView): boolean {
  const number = /(\d{1,4})$/.exec(set.name)?.[1];
  if (number === undefined) return false;
  return set.runningContainers.some((container) => numbersIn(set, container).some(([, value]) => value === number));
}

/** Whether one argument or variable counts the sets: 1, 2 and 3, whatever their names end with. */
function areNumbered(members: readonly StatefulSetView[]): boolean {
  const [first, ...others] = members.map(
    (set) => new Map(set.runningContainers.flatMap((container) => numbersIn(set, container))),
  );
  if (first === undefined) return false;
  return [...first].some(([key, number]) => {
    const all = [number, ...others.map((one) => one.get(key))].map((value) =>
      value === undefined ? Number.NaN : Number(value),
    );
    all.sort((one, other) => one - other);
    return all.every((value, at) => value === (all[0] ?? 0) + at) && (all[0] ?? 2) < 2;
  });
}

function numbersIn(set: StatefulSetView, container: Container): readonly (readonly [key: string, value: string])[] {
  const numbering = knownContainer(container)?.quorum === true ? numbers : memberNumbers;
  return settings(set, container).filter(
    ([key, value]) => /^\d{1,4}$/.test(value) && numbering.test(key) && !parts.test(key),
  );
}
