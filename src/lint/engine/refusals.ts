import { type Admission, type AdmissionPlaces, isAdmissible, refusalWithPlaces } from "../../admission/admit.ts";
import { DecodeError } from "../../admission/decode-error.ts";
import { fieldPaths } from "../../admission/field-path.ts";
import { mostTold } from "../../admission/field-review.ts";
import { isImmutableRefusal } from "../../admission/statefulset-update.ts";
import { stored } from "../../admission/stored.ts";
import { claimUpdate } from "../../model/claim-update.ts";
import { type Fields, mapping } from "../../model/fields.ts";
import { type AskedVersion, type FeatureGates, formatMinor } from "../../model/kubernetes-version.ts";
import { LatestAnswers } from "../../model/latest-answers.ts";
import type { Manifest } from "../../read/document.ts";
import { during, type Observer } from "../../read/observer.ts";
import { formatPath, type Path } from "../../read/path.ts";
import { decodeError, type Refusal, unknownField } from "../contract/context.ts";
import type { AdmissionRefusal, Unchecked } from "../contract/finding.ts";
import { resourceName } from "./locate.ts";
import { SameSpec } from "./same-spec.ts";

/**
 * What the API servers of the minors asked for would refuse, for one run: each refusal once, with the minors it holds
 * for. Kept for the last question about a manifest, which rules ask again and again.
 */
export class Refusals {
  readonly #versions: readonly AskedVersion[];
  readonly #observer: Observer | undefined;
  readonly #answers = new WeakMap<Manifest, Answer>();
  /** Of updates that are refused: each has an answer of its own. */
  readonly #updates = new LatestAnswers<Manifest, Answer>(5_000);
  /** What is accepted as an update of what. */
  readonly #accepted = new WeakMap<Manifest, Manifest>();
  readonly #created = new SameSpec<Collected>();
  /** Of whom more is refused than is told, and what is told of that. */
  readonly #cut = new Set<Manifest>();
  readonly #unchecked: Unchecked[] = [];

  constructor(versions: readonly AskedVersion[], observer?: Observer) {
    this.#versions = versions;
    this.#observer = observer;
  }

  /** All of them: on create, or on update where `before` is given. */
  of(manifest: Manifest, before: Manifest | undefined): readonly Refusal[] {
    return this.#answer(manifest, before).all;
  }

  /** Those that do not only say that a field of a StatefulSet that runs cannot change. */
  standing(manifest: Manifest, before: Manifest | undefined): readonly Refusal[] {
    return this.#answer(manifest, before).standing;
  }

  /** The first of those that points at exactly this place. */
  at(manifest: Manifest, path: Path, before: Manifest | undefined): Refusal | undefined {
    const answer = this.#answer(manifest, before);
    if (answer.standing.length === 0) return undefined;
    answer.byPath ??= new Map(answer.standing.map((one) => [formatPath(one.path), one] as const).reverse());
    return answer.byPath.get(formatPath(path));
  }

  /** Lets go the manifests that were not looked at to the end: asked when findings were located, as that finds places too. */
  locate(): void {
    for (const manifest of this.#cut)
      this.#unchecked.push({
        resource: resourceName(manifest),
        location: manifest.locate(["kind"]),
        why: `the API server would refuse more of it than ${mostTold} things: so many were looked at, and what may be refused besides was not judged`,
      });
    this.#cut.clear();
  }

  /** What was not looked at to the end. */
  unchecked(): readonly Unchecked[] {
    return this.#unchecked;
  }

  #answer(manifest: Manifest, before: Manifest | undefined): Answer {
    if (before !== undefined && this.#accepted.get(manifest) === before) return nothingRefused;
    const answers = before === undefined ? this.#answers : this.#updates;
    const kept = answers.get(manifest);
    if (kept !== undefined && kept.before === before) return kept;
    const { all, isCut } = isAdmissible(manifest.value)
      ? during(this.#observer, "admission", () => this.#collected(manifest, before))
      : nothingCollected;
    if (isCut) this.#cut.add(manifest);
    if (all.length === 0) {
      if (before === undefined) this.#answers.set(manifest, nothingRefused);
      else this.#accepted.set(manifest, before);
      return nothingRefused;
    }
    const isUpdate = before !== undefined && manifest.kind === "StatefulSet";
    const standing = isUpdate ? all.filter((one) => !isImmutableRefusal(one)) : all;
    const answer = { before, all, standing, byPath: undefined };
    answers.set(manifest, answer);
    return answer;
  }

  #collected(manifest: Manifest, before: Manifest | undefined): Collected {
    const ask = (): Collected => collected(manifest, before, this.#versions);
    return before === undefined ? this.#created.of(manifest.value, ask) : ask();
  }
}

interface Answer {
  readonly before: Manifest | undefined;
  readonly all: readonly Refusal[];
  readonly standing: readonly Refusal[];
  byPath: ReadonlyMap<string, Refusal> | undefined;
}

/** What is refused of one object, over all versions asked for. */
interface Collected {
  readonly all: readonly Refusal[];
  /** Whether there is more. */
  readonly isCut: boolean;
}

const nothingCollected: Collected = { all: [], isCut: false };

/** Of most: thousands share it. */
const nothingRefused: Answer = { before: undefined, all: [], standing: [], byPath: undefined };

function collected(manifest: Manifest, before: Manifest | undefined, asked: readonly AskedVersion[]): Collected {
  let isCut = false;
  const found = new Map<string, AdmissionRefusal & { path: Path; versions: string[] }>();
  for (const { minor, featureGates } of asked) {
    const version = formatMinor(minor);
    const { next, old } = updateOf(manifest, before, version, featureGates);
    const { admission, places } = refusalWithPlaces(next, {
      kubernetesVersion: version,
      featureGates,
      ...(old === undefined ? {} : { old }),
    });
    isCut ||= admission.more === true;
    const times = new Map<string, number>();
    for (const refusal of listed(manifest.value, admission, places)) {
      const name = `${refusal.type} ${refusal.field}`;
      const time = (times.get(name) ?? 0) + 1;
      times.set(name, time);
      // Versions put one refusal into different words; the first of a type and field is the first in every version.
      const key = `${name} ${time}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, { ...refusal, versions: [version] });
      else if (same.versions.at(-1) !== version) same.versions.push(version);
    }
  }
  return { all: [...found.values()], isCut };
}

function listed(
  manifest: object,
  { decode, strict = [], errors = [] }: Admission,
  places: AdmissionPlaces,
): (AdmissionRefusal & { path: Path })[] {
  // The server stops at the first value that it cannot decode; all of them at once spare their author the rounds.
  const undecodable =
    decode === undefined ? [] : (places.undecodable ?? [{ message: decode, path: places.decode ?? [] }]);
  const pathOf = fieldPaths(manifest);
  const unknown = decode === undefined ? strict : places.strict.map(({ field }) => `unknown field "${field}"`);
  return [
    ...undecodable.map(({ message, path }) => ({ type: decodeError, field: path.join("."), detail: message, path })),
    ...unknown.map((detail, index) => ({
      type: unknownField,
      field: /^unknown field "(.*)"$/s.exec(detail)?.[1] ?? "",
      detail,
      path: places.strict[index]?.path ?? [],
    })),
    ...errors.map(([type, field, detail]) => ({ type, field, detail, path: pathOf(field, detail) })),
  ];
}

/** What the server compares: without `before` a create. */
function updateOf(
  manifest: Manifest,
  before: Manifest | undefined,
  version: string,
  featureGates: FeatureGates,
): { readonly next: Fields; readonly old?: Fields } {
  if (before === undefined) return { next: manifest.value };
  const old = inVersionOf(manifest, before, version, featureGates);
  return manifest.kind === "PersistentVolumeClaim" ? claimUpdate(manifest.value, old) : { next: manifest.value, old };
}

/** What runs now may have been written in a version of its kind that is gone; the server has converted it since. */
function inVersionOf(
  manifest: Manifest,
  before: Manifest,
  kubernetesVersion: string,
  featureGates: FeatureGates,
): Fields {
  if (manifest.value.apiVersion === before.value.apiVersion) return before.value;
  try {
    return mapping(stored(before.value, { kubernetesVersion, featureGates }));
  } catch (error) {
    if (error instanceof DecodeError) return before.value;
    throw error;
  }
}
