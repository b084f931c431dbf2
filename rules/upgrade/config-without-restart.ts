import type { RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, isMapping, list, mapping } from "../../src/model/fields.ts";
import { settingsOf } from "../../src/model/known-settings.ts";
import { storedSettings } from "../../src/model/known-workloads/_stored-settings.ts";
import { found } from "../../src/model/lookup.ts";
import { dataOf } from "../../src/model/neighbours.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { SetPair, Upgrade } from "../../src/model/upgrade.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";
import { byHand, renewal, restartOf } from "../_shared/by-hand.ts";
import { looksRandom } from "./_random-values.ts";
import { hasReloader } from "./_reloader.ts";
import { templateChanges } from "./_template-changes.ts";

/** How the pods read a ConfigMap or Secret, and which of its keys; undefined: all of them. */
interface Reading {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly path: Path;
  readonly how: "a variable" | "envFrom" | "a subPath mount" | "a mounted directory";
  readonly keys?: readonly string[];
  /** Keys that nobody reads again, whoever restarts. */
  readonly except?: ReadonlySet<string>;
}

export const configWithoutRestart = defineRule({
  id: "config-without-restart",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  isPairwise: true,
  summary: "an update changes what the pods read at start, and nothing restarts them",
  rationale: `Variables and subPath mounts are read once, when a container starts. An update that changes only the ConfigMap or Secret makes
no new revision: the release reports success, and the pods run on with the old values until something else restarts them, one by
one and at different times, so that members of one cluster differ.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Silent where the pod template changes too, be it by a checksum, where a reloader's annotation or a sidecar restarts or reloads the
pods, and for values that are made anew with every render. Files of a directory that is mounted as a whole reach the pods by
themselves, if not the server: an info.`,
  references: ["hazelcast/charts#125", "metacatui/metacatui#2691"],
  messages: {
    stale: {
      text: "{kind} `{name}` changes (`{key}`), and the pods of StatefulSet `{set}` read it by {how} only when they start: nothing restarts them, so they keep the old value until each is replaced for another reason",
      help: "restart them after the upgrade, {restart}; and hash every source that they read into the pod template's annotations",
    },
    mounted: {
      text: "{kind} `{name}` changes (`{key}`), which the pods of StatefulSet `{set}` mount as a directory: the files follow within minutes, and no pod restarts for it",
      help: "nothing where the server reads its files again; else restart the pods, {restart}",
    },
  },
  *check(upgrade, context) {
    for (const pair of upgrade.pairs) {
      const { after } = pair;
      if (after.replicas === 0 || hasReloader(after)) continue;
      if (context.updateRefusals(after.manifest, pair.before.manifest).length > 0) continue;
      if (templateChanges(pair, context).length > 0) continue;
      const restart = restartText(pair, context);
      const told = new Set<string>();
      for (const reading of readings(after)) {
        const change = told.has(`${reading.kind}/${reading.name}`) ? undefined : changeOf(upgrade, after, reading);
        if (change === undefined) continue;
        told.add(`${reading.kind}/${reading.name}`);
        const isFollowed = reading.how === "a mounted directory";
        yield {
          message: isFollowed ? "mounted" : "stale",
          ...(isFollowed ? { severity: "info" } : {}),
          data: { kind: reading.kind, name: reading.name, key: change.key, set: after.name, how: reading.how, restart },
          at: { manifest: after.manifest, path: reading.path },
          related: [{ manifest: change.manifest, path: change.path, message: "changes" }],
        };
      }
    }
  },
});

/** Where the strategy keeps pods back, a new revision reaches none of them, and each is deleted instead. */
function restartText({ before, after }: SetPair, context: RuleContext): string {
  const hands = byHand(after.manifest, context, before.manifest);
  const { type, partition } = after.strategy;
  if (type !== "OnDelete" && partition === 0) return `\`${restartOf(after.manifest, hands)}\``;
  const rest = after.replicas === 1 ? "" : `, and so on down to ${after.podName(0)}`;
  return `each by hand, the last first: ${renewal(after.podName(after.replicas - 1), hands.namespace)}${rest}`;
}

interface DataChange {
  readonly manifest: Manifest;
  readonly path: Path;
  readonly key: string;
}

/** The first key that is read and whose value somebody changed. */
function changeOf(
  upgrade: Upgrade,
  set: StatefulSetView,
  { kind, name, keys, except }: Reading,
): DataChange | undefined {
  const manifest = found(upgrade.after.named(kind, name, set.manifest));
  const before = manifest && found(upgrade.before.named(kind, name, manifest));
  // What is immutable is refused, which is another rule's.
  if (manifest === undefined || before === undefined || before.value.immutable === true) return undefined;
  const old = new Map(dataOf(before).map(({ key, text }) => [key, text]));
  for (const { key, text, path } of dataOf(manifest)) {
    const was = old.get(key);
    if (was === text || (keys !== undefined && !keys.includes(key)) || except?.has(key) === true) continue;
    if (was !== undefined && looksRandom(key, was, text)) continue;
    return { manifest, path, key };
  }
  return undefined;
}

/** Variables that only a first start reads: a restart would not bring their new values into the data. */
function heldNames(container: Container): ReadonlySet<string> {
  const held = settingsOf(storedSettings, container).filter(({ effect }) => effect === "held");
  return new Set(held.flatMap(({ variables = [] }) => variables));
}

/** What the running containers read, the ways that are read once first. */
function readings(set: StatefulSetView): Reading[] {
  const once: Reading[] = [];
  const followed: Reading[] = [];
  for (const container of set.containers) {
    const held = heldNames(container);
    for (const { name: variable, path, from } of container.environment) {
      if (held.has(variable)) continue;
      for (const [kind, field] of [
        ["ConfigMap", "configMapKeyRef"],
        ["Secret", "secretKeyRef"],
      ] as const) {
        const reference = mapping(from?.[field]);
        const [name, key] = [filled(reference.name), filled(reference.key)];
        if (name === undefined || key === undefined) continue;
        once.push({ kind, name, path: [...path, "valueFrom", field, "name"], how: "a variable", keys: [key] });
      }
    }
    for (const { kind, name, path } of container.environmentFrom)
      once.push({ kind, name, path: [...path, "name"], how: "envFrom", except: held });
    for (const mount of container.mounts) {
      for (const source of sourcesOf(set, mount.name)) {
        const { kind, name, items } = source;
        if (mount.subPath === undefined)
          followed.push({
            kind,
            name,
            path: [...mount.path, "name"],
            how: "a mounted directory",
            ...(items === undefined ? {} : { keys: items.map(({ key }) => key) }),
          });
        else {
          const file = mount.subPath.split("/")[0];
          const keys =
            items === undefined ? [file ?? ""] : items.filter(({ path }) => path === file).map(({ key }) => key);
          once.push({ kind, name, path: [...mount.path, "name"], how: "a subPath mount", keys });
        }
      }
    }
  }
  return [...once, ...followed];
}

interface Source {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

/** The ConfigMaps and Secrets of a volume, those of a projected one too. */
function sourcesOf(set: StatefulSetView, volume: string): Source[] {
  const value = set.volumeNamed(volume)?.value;
  const parts = [mapping(value), ...list(mapping(value?.projected).sources).filter(isMapping)];
  return parts.flatMap((part) => {
    const [map, secret] = [mapping(part.configMap), mapping(part.secret)];
    return [
      ...sourceOf("ConfigMap", filled(map.name), map.items),
      ...sourceOf("Secret", filled(secret.secretName) ?? filled(secret.name), secret.items),
    ];
  });
}

function sourceOf(kind: Source["kind"], name: string | undefined, items: unknown): Source[] {
  if (name === undefined) return [];
  const written = list(items)
    .filter(isMapping)
    .map((item) => ({ key: filled(item.key) ?? "", path: filled(item.path) ?? "" }));
  return [written.length === 0 ? { kind, name } : { kind, name, items: written }];
}
