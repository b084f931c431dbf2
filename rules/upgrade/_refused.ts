import { isImmutableRefusal } from "../../src/admission/statefulset-update.ts";
import type { RuleContext } from "../../src/lint/contract/context.ts";
import type { AdmissionRefusal } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { deploymentOf } from "../../src/model/deployer.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { parseMinor, versionRange } from "../../src/model/kubernetes-version.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { SetPair, Upgrade } from "../../src/model/upgrade.ts";
import { draftWays } from "../../src/plan/draft-ways.ts";
import { type ImmutableChange, immutableChanges } from "../../src/plan/immutable-fields.ts";
import type { WayOptions, WayThrough } from "../../src/plan/way-types.ts";
import { waysThrough } from "../../src/plan/ways-through.ts";
import { formatPath, type Path } from "../../src/read/path.ts";
import { namespaceFor } from "../_shared/by-hand.ts";

/** What is done to the claim templates, the most severe first: a renamed claim is also one added and one removed. */
export type Topic = "renamed" | "toggled" | "size" | "other";

/** Everything that changes in one immutable field of a set, and the refusal that it earns. */
export interface RefusedField {
  readonly pair: SetPair;
  readonly field: string;
  readonly topic: Topic;
  readonly changes: readonly [ImmutableChange, ...ImmutableChange[]];
  readonly admission: AdmissionRefusal;
  /** Absent where it holds for all that were asked for. */
  readonly versions?: readonly string[];
}

/** The refused changes of immutable fields, by set and field. What the server accepts is not among them. */
export function refusedFields(upgrade: Upgrade, context: RuleContext): readonly RefusedField[] {
  return upgrade.pairs.flatMap((pair) => {
    const refusals = context.updateRefusals(pair.after.manifest, pair.before.manifest).filter(isImmutableRefusal);
    const [oldest] = context.kubernetesVersions;
    if (refusals.length === 0 || oldest === undefined) return [];
    const changes = immutableChanges(pair.before.manifest.value, pair.after.manifest.value, {
      minor: parseMinor(oldest),
    });
    return [...new Set(changes.map(({ path }) => String(path[1])))].flatMap((field) => {
      const [first, ...rest] = changes.filter(({ path }) => path[1] === field);
      const own = refusals.filter((refusal) => refusal.field === "spec" || refusal.field === `spec.${field}`);
      const newest = own.at(-1);
      if (first === undefined || newest === undefined) return [];
      const versions = context.kubernetesVersions.filter((version) =>
        own.some((refusal) => refusal.versions.includes(version)),
      );
      const { type, detail } = newest;
      return [
        {
          pair,
          field,
          topic: topicOf([first, ...rest]),
          changes: [first, ...rest] as const,
          admission: { type, field: newest.field, detail },
          ...someVersions(versions, context),
        },
      ];
    });
  });
}

function topicOf(changes: readonly ImmutableChange[]): Topic {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has("claim-added") && kinds.has("claim-removed")) return "renamed";
  if (kinds.has("claim-added") || kinds.has("claim-removed")) return "toggled";
  return kinds.has("claim-size") ? "size" : "other";
}

/** The same field in the old manifest: a claim template is found by its name, whatever its place in the list. */
export function oldPath({ before, after }: SetPair, path: Path): Path {
  const index = path[2];
  if (path[1] !== "volumeClaimTemplates" || typeof index !== "number") return path;
  const template = after.claimTemplates.find(({ path: own }) => own[2] === index)?.name;
  const was = before.claimTemplates.find(({ name }) => name === template);
  return was === undefined ? path.slice(0, 2) : [...was.path, ...path.slice(3)];
}

/** The gentlest way through as commands of its deployer, on one line, for each of several versions where it differs; the plan tells the rest. */
export function wayThrough({ before, after }: SetPair, context: RuleContext): string {
  const namespace = namespaceFor(context, after.manifest, before.manifest);
  const [old, next] = [before.manifest.value, after.manifest.value];
  const optionsFor = (version: string): WayOptions => ({
    ...(namespace === undefined ? {} : { namespace }),
    minor: parseMinor(version),
    featureGates: context.gatesOn(version),
    deployment: deploymentOf(after.manifest, context.deployer),
  });
  // A way is run before it is told, which takes time: one alone for all versions that have the same commands.
  const groups = groupedBy(context.kubernetesVersions, (version) => {
    const [draft] = draftWays(old, next, optionsFor(version));
    return JSON.stringify(draft?.steps.map(({ commands }) => commands));
  });
  const told = [...groups.values()].flatMap((versions) => {
    const [way] = waysThrough(old, next, optionsFor(versions[0] ?? ""));
    return way === undefined ? [] : [{ way, under: versionRange(versions) }];
  });
  const rest = "`sts-lint plan --against OLD` shows each step, how to verify it and what is lost without it";
  const [first, ...others] = told;
  if (first === undefined) return `leave the field as it is; ${rest}`;
  const ways = told.map(({ way, under }) => `${others.length === 0 ? "" : `under ${under} `}${inCommands(way)}`);
  return `leave it as it is, or ${ways.join("; ")}; ${rest}`;
}

function inCommands({ summary, steps }: WayThrough): string {
  const commands = steps.flatMap((step) => step.commands);
  const shown = commands.slice(0, 4).map((command) => `\`${command}\``);
  const more = commands.length > shown.length ? ` … (${commands.length} commands)` : "";
  return `${summary}: ${shown.join(", then ")}${more}`;
}

/** What was changed and only that: `storageClassName: fast → none` and where it stands. */
export function changesText(changes: readonly ImmutableChange[]): string {
  const shownChanges = changes.map((change) => {
    const value = (side: unknown) => (side === undefined || side === null ? "none" : plain(side));
    const place = formatPath(change.path.slice(1));
    return "from" in change ? `\`${place}: ${value(change.from)} → ${value(change.to)}\`` : `\`${place}\``;
  });
  return shownChanges.slice(0, 3).join(", ") + (changes.length > 3 ? ` and ${changes.length - 3} more` : "");
}

function plain(value: unknown): string {
  const text = typeof value === "string" ? value || '""' : (JSON.stringify(value) ?? "");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** A value as it fits into a sentence. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

/**
 * The claims that the pods of a set mount from one of its claim templates, without those that others take (see
 * `Upgrade.takersOf`); a few of many. Empty where none is left.
 */
export function claimsOf(set: StatefulSetView, template: string, taken: ReadonlyMap<string, unknown> = none): string {
  const count = Math.max(1, set.replicas);
  const names: string[] = [];
  // At most as many are passed over as are taken: sets may have millions of replicas.
  for (let index = 0; index < count && names.length < 3; index++) {
    const name = set.claimName(template, index);
    if (!taken.has(name)) names.push(`\`${name}\``);
  }
  const left = count - [...taken.keys()].filter((name) => name.startsWith(`${template}-${set.name}-`)).length;
  return names.join(", ") + (left > 3 ? ` … (${left})` : "");
}

const none: ReadonlyMap<string, unknown> = new Map();
