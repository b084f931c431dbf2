import { valueAt as nodeAt, type Path } from "../../read/path.ts";
import { type Chart, findSource, inFolder, type Scope } from "../chart.ts";
import type { ChartFile } from "../render/inputs/chart-file.ts";
import type { FilePlace } from "../render/origin.ts";
import { CertainSchema } from "../schema/certain-schema.ts";
import type { NewDefault } from "./default-tree.ts";
import { expressionOf } from "./expression.ts";
import { RootDots } from "./root-dot.ts";
import { scopeOf } from "./scope-of.ts";
import { sectionOf } from "./sections.ts";
import { added, joined, nameOf, parentOf, replaced } from "./template-edits.ts";
import { ownPath, ValueNames } from "./value-names.ts";
import type { FileEdit, MadeValues, NotMade, PrintedManifest, WantedValue, WantedValues } from "./wanted-values.ts";

/** Puts values of their own in the place of what a chart's templates write out. */
export class Parameters {
  readonly #chart: Chart;
  readonly #files: readonly ChartFile[];
  readonly #roots: RootDots;
  readonly #names: ValueNames;
  readonly #sections = new WeakMap<PrintedManifest["document"], Map<string, readonly string[] | undefined>>();
  readonly #schemas = new Map<string, CertainSchema | undefined>();
  readonly #answers = new WeakMap<object, Map<unknown, unknown>>();

  constructor(chart: Chart, files: readonly ChartFile[]) {
    this.#chart = chart;
    this.#files = files;
    this.#roots = new RootDots(chart);
    this.#names = new ValueNames(chart);
  }

  /** What is worked out once for a manifest. */
  once<Answer>(
    manifest: PrintedManifest,
    question: (manifest: PrintedManifest, parameters: Parameters) => Answer,
  ): Answer {
    const about = Object(manifest.value) as object;
    const answers = this.#answers.get(about) ?? new Map<unknown, unknown>();
    this.#answers.set(about, answers);
    if (!answers.has(question)) answers.set(question, question(manifest, this));
    return answers.get(question) as Answer;
  }

  /** The section of the values that a manifest's entries come from, where its chart has one. */
  section(manifest: PrintedManifest, around: readonly Path[]): readonly string[] | undefined {
    const known = this.#sections.get(manifest.document) ?? new Map<string, readonly string[] | undefined>();
    this.#sections.set(manifest.document, known);
    const id = JSON.stringify([manifest.base, around]);
    if (!known.has(id)) known.set(id, this.#sectionOf(manifest, around));
    return known.get(id);
  }

  #sectionOf(manifest: PrintedManifest, around: readonly Path[]): readonly string[] | undefined {
    const scope = this.#scope(manifest);
    if (scope === undefined) return undefined;
    const section = sectionOf(scope, manifest.value, around, (path) => this.valuesIn(manifest, path));
    return section !== undefined && this.#names.hasMapping(scope, section) ? section : undefined;
  }

  /** Where the values printed in a node stand, as seen from the root chart. */
  valuesIn({ document, base }: PrintedManifest, path: Path): readonly Path[] {
    return document.trace([...base, ...path])?.values.map((value) => value.path) ?? [];
  }

  /** A path as seen from the root chart, as the manifest's own chart sees it; undefined for another chart's values. */
  ownPath(manifest: PrintedManifest, path: Path): readonly string[] | undefined {
    const scope = this.#scope(manifest);
    return scope === undefined ? undefined : ownPath(scope, path);
  }

  /** The mappings of the manifest's own chart that hold values printed in a node. */
  mappingsIn(manifest: PrintedManifest, path: Path): readonly (readonly string[])[] {
    const scope = this.#scope(manifest);
    if (scope === undefined) return [];
    return this.valuesIn(manifest, path).flatMap((value) => {
      const around = ownPath(scope, value)?.slice(0, -1) ?? [];
      return around.length > 0 && this.#names.hasMapping(scope, around) ? [around] : [];
    });
  }

  make(manifest: PrintedManifest, groups: readonly WantedValues[]): MadeValues | NotMade {
    const scope = this.#scope(manifest);
    if (scope === undefined) return { why: "its template is not found in the chart's folder" };
    const templates: FileEdit[] = [];
    const defaults: NewDefault[] = [];
    for (const { names, wanted } of groups) {
      const places: { readonly one: WantedValue; readonly place: FilePlace }[] = [];
      for (const one of wanted) {
        const place = this.#placeOf(manifest, one);
        if (place === undefined) return { why: `${nameOf(one)} is not written out in the template as it is printed` };
        places.push({ one, place });
      }
      const owners = places.map(({ one, place: { file, start } }) => ({
        below: one.name,
        owner: `${file}:${start}:${one.as === "written" ? "" : one.path.at(-1)}`,
      }));
      const name = this.#names.named(scope, names, owners);
      if (name === undefined) return { why: "every name for it is taken in the values" };
      const closed = this.#closedBy(scope, name, wanted);
      if (closed !== undefined) return closed;
      for (const { one, place } of places) {
        const made = this.#made(manifest, scope, one, place, [...name, ...one.name]);
        if ("why" in made) return made;
        templates.push(...made.templates);
        defaults.push(...made.defaults);
      }
    }
    return { templates: joined(templates), defaults };
  }

  #scope({ source }: PrintedManifest): Scope | undefined {
    const found = findSource(this.#chart, source);
    return found === undefined ? undefined : this.#chart.scopes[found.scope];
  }

  /** What is replaced; for what is added, the key that it is added below. */
  #placeOf({ document, base, value }: PrintedManifest, { path, as }: WantedValue): FilePlace | undefined {
    if (as !== "written") return document.written([...base, ...parentOf(value, path)])?.key;
    const written = document.written([...base, ...path]);
    return typeof nodeAt(value, path) === "object" ? written?.whole : written?.value;
  }

  #made(
    manifest: PrintedManifest,
    scope: Scope,
    one: WantedValue,
    place: FilePlace,
    name: readonly string[],
  ): MadeValues | NotMade {
    const text = this.#chart.files.get(place.file)?.text;
    if (text === undefined || scopeOf(this.#chart, place.file)?.folder !== scope.folder)
      return { why: `${nameOf(one)} is written in ${place.file}, which is another chart's` };
    const root = this.#roots.at(place.file, place.start);
    if (root === undefined)
      return {
        why: `${nameOf(one)} is written in a helper (${place.file}) that is not handed the root of the chart wherever it is included, so \`.Values\` cannot be read there: hand it the root, as in \`(dict "root" $ …)\`, and read \`.root.Values\``,
      };
    const expression = expressionOf(root, name);
    const file = inFolder(scope.folder, "values.yaml");
    return one.as === "written"
      ? replaced(manifest, one, place, text, { expression, file, name })
      : added(manifest, one, place, text, { expression, file, name });
  }

  #closedBy(scope: Scope, name: readonly string[], wanted: readonly WantedValue[]): NotMade | undefined {
    const places = [
      { file: inFolder(scope.folder, "values.schema.json"), ahead: [] as readonly string[] },
      { file: "values.schema.json", ahead: scope.prefix },
    ];
    for (const { file, ahead } of places) {
      for (const { name: below } of wanted) {
        const path = [...ahead, ...name, ...below];
        const steps = this.#schema(file)?.refusedAt(path);
        if (steps === undefined) continue;
        return { why: `${file} refuses what it does not list: list \`${path.slice(0, steps).join(".")}\` there first` };
      }
    }
    return undefined;
  }

  #schema(file: string): CertainSchema | undefined {
    if (!this.#schemas.has(file))
      this.#schemas.set(file, CertainSchema.read(this.#files.find(({ place }) => place === file)));
    return this.#schemas.get(file);
  }
}
