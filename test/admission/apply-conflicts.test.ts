import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { appliedChanges as changesOf, type FieldSteps } from "../../src/admission/apply-changes.ts";
import { applyConflicts, conflictMessage } from "../../src/admission/apply-conflicts.ts";
import { isAtomicMap } from "../../src/admission/atomic-maps.ts";
import { helm3Patch } from "../../src/admission/helm3-patch.ts";
import { stored } from "../../src/admission/stored.ts";
import { structures } from "../../src/admission/structure.generated.ts";
import { shared } from "../shared.ts";
import { type ApplyRow, type ApplyStep, applyFile, applyRows } from "./apply-rows.ts";
import { corrected } from "./json-patch.ts";

type Fields = Record<string, unknown>;

const appliedChanges = (live: object, manifest: object) => changesOf(live, manifest).map(({ steps }) => steps);

/** The managers of a live object, kept as the server keeps them, and written as it writes them. */
class Managers {
  readonly #sets = new Map<string, Map<string, FieldSteps>>();

  apply(manager: string, manifest: Fields, changed: readonly FieldSteps[]): void {
    this.#loses(`${manager}|Apply|`, changed);
    const { apiVersion, kind } = manifest;
    // What a manager has applied it owns, whether it changed anything or not.
    this.#sets.set(`${manager}|Apply|`, setOf(appliedChanges({ apiVersion, kind }, manifest)));
  }

  update(manager: string, subresource: string, changed: readonly FieldSteps[]): void {
    const key = `${manager}|Update|${subresource}`;
    this.#loses(key, changed);
    this.#sets.set(key, new Map([...(this.#sets.get(key) ?? []), ...setOf(changed)]));
  }

  /** A write to scale makes an owner only where somebody owned the number before, and it is not 0. */
  scale(manager: string, replicas: number, changed: readonly FieldSteps[]): void {
    const isOwned = [...this.#sets.values()].some((set) => set.has(".spec.replicas"));
    if (isOwned && replicas !== 0) this.update(manager, "scale", changed);
    else this.#loses("", changed);
  }

  #loses(key: string, changed: readonly FieldSteps[]): void {
    for (const [other, set] of this.#sets) if (other !== key) for (const steps of changed) set.delete(steps.join(""));
  }

  written(apiVersion: unknown): Fields[] {
    return [...this.#sets].map(([key, set]) => {
      const [manager, operation, subresource] = key.split("|");
      const fieldsV1: Fields = {};
      for (const steps of set.values()) {
        let node = fieldsV1;
        for (const step of steps) {
          node[keyOf(step)] ??= {};
          node = node[keyOf(step)] as Fields;
        }
        node["."] = {};
      }
      return { manager, operation, apiVersion, fieldsType: "FieldsV1", fieldsV1, ...(subresource && { subresource }) };
    });
  }
}

const setOf = (places: readonly FieldSteps[]) => new Map(places.map((steps) => [steps.join(""), steps]));

function keyOf(step: string): string {
  if (step.startsWith(".")) return `f:${step.slice(1)}`;
  if (step.startsWith("[=")) return `v:${step.slice(2, -1)}`;
  return `k:{${step.slice(1, -1).replace(/(^|,)(\w+)=/g, '$1"$2":')}}`;
}

/** As Kubernetes merges a manifest, or a strategic patch, into an object. */
function merged(live: Fields, patch: Fields): Fields {
  const { apiVersion, kind } = live;
  return helm3Patch({ apiVersion, kind }, { ...patch, apiVersion, kind }, live).result as Fields;
}

interface State {
  live: Fields | undefined;
  managers: Managers;
}

function take(state: State, { steps }: ApplyRow, step: ApplyStep): void {
  const { live, managers } = state;
  // Moves one manager's part to another, which is not played here.
  if (step.do === "upgrade") throw new Error("not played");
  const next =
    step.do === "scale"
      ? { ...live, spec: { ...(live?.spec as Fields), replicas: step.replicas } }
      : step.do === "patch"
        ? merged(live ?? {}, step.patch ?? {})
        : step.do === "helm3"
          ? (helm3Patch(steps[step.old ?? 0]?.manifest ?? {}, step.manifest ?? {}, live ?? {}).result as Fields)
          : live === undefined || step.do === "create" || step.do === "update"
            ? (step.manifest ?? {})
            : merged(live, step.manifest ?? {});
  const { apiVersion, kind } = next;
  if (step.do === "apply")
    managers.apply(step.manager, step.manifest ?? {}, live === undefined ? [] : appliedChanges(live, next));
  const after = stored(next) as Fields;
  if (step.do !== "apply") {
    const before = live ?? { apiVersion, kind };
    const changes = appliedChanges(before, after);
    if (step.do === "scale") managers.scale(step.manager, step.replicas ?? 0, changes);
    else managers.update(step.manager, "", changes);
  }
  state.live = after;
}

describe.skipIf(applyFile === undefined)("conflicts under server-side apply (shared/conformance/apply)", () => {
  test("each apply conflicts where the server's does, in its words, and nowhere else", () => {
    const wrong: string[] = [];
    let [conflicts, free, left] = [0, 0, 0];
    for (const row of applyRows()) {
      const state: State = { live: undefined, managers: new Managers() };
      for (const [i, step] of row.steps.entries()) {
        const answer = row.answers[i];
        if (answer === undefined || step.text !== undefined || step.subresource !== undefined) break;
        const isAsked = step.do === "apply" && step.force !== true && state.live !== undefined && answer.status !== 500;
        if (isAsked && step.manifest !== undefined) {
          const metadata = { ...(state.live?.metadata as Fields) };
          const live = {
            ...state.live,
            metadata: { ...metadata, managedFields: state.managers.written(state.live?.apiVersion) },
          };
          const mine = conflictMessage(applyConflicts(step.manifest, live, step.manager));
          const theirs = answer.causes !== undefined && answer.status === 409 ? answer.message : undefined;
          if (theirs === undefined) free++;
          else conflicts++;
          if (mine !== theirs) wrong.push(`${row.id} ${i}: ${mine} / ${theirs}`);
        }
        if (!answer.accepted || step.dryRun) continue;
        try {
          take(state, row, step);
          state.live = corrected(state.live, answer.live) as Fields;
        } catch {
          left++;
          break;
        }
      }
    }
    console.log(`conflicts: ${conflicts} in the server's words, ${free} applies free of them; ${left} rows left off`);
    for (const line of wrong) console.log(line.slice(0, 300));
    expect(wrong).toEqual([]);
    expect(conflicts).toBeGreaterThan(0);
  });
});

test.skipIf(shared("kubernetes/openapi-1.37.json") === undefined)(
  "Maps with one owner are those of the newest OpenAPI",
  () => {
    const { definitions } = JSON.parse(readFileSync(shared("kubernetes/openapi-1.37.json") ?? "", "utf8")) as {
      definitions: Record<string, { properties?: Record<string, Fields> } & Fields>;
    };
    const wrong: string[] = [];
    for (const [full, definition] of Object.entries(definitions)) {
      const short = full.slice(full.lastIndexOf(".") + 1);
      const name = full.includes(".v2.") && Object.hasOwn(structures, `${short}V2`) ? `${short}V2` : short;
      if (!Object.hasOwn(structures, name)) continue;
      if (isAtomicMap("", "", name) !== (definition["x-kubernetes-map-type"] === "atomic")) wrong.push(name);
      for (const [property, schema] of Object.entries(definition.properties ?? {}))
        if (isAtomicMap(name, property, undefined) !== (schema["x-kubernetes-map-type"] === "atomic"))
          wrong.push(`${name}.${property}`);
    }
    expect(wrong).toEqual([]);
  },
);
