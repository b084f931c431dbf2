import type { Manifest } from "../../read/document.ts";
import type { Location } from "../../read/location.ts";
import { type Path, valueAt } from "../../read/path.ts";

/** Where a chart is had: from a Helm repository, from a registry, or from the git repository that names it. */
export type ChartReference =
  | { readonly from: "repository"; readonly url: string; readonly chart: string; readonly version?: string }
  | { readonly from: "named"; readonly chart: string; readonly version?: string }
  | { readonly from: "registry"; readonly url: string; readonly version?: string }
  | { readonly from: "folder"; readonly path: string; readonly base: PathBase };

/** What a path starts at: the root of the git repository, the file that names it, or the chart's own folder. */
export type PathBase = "repository" | "file" | "chart";

/** One of the texts that a release's values are put together from; later ones win. */
export type ValuesLayer =
  | {
      readonly from: "inline";
      /** What is written there, as plain data. */
      readonly value: unknown;
      /** Where the value at a path below it is written. */
      readonly place: (path: Path) => ValuesPlace;
    }
  | {
      readonly from: "text";
      readonly text: string;
      readonly name: string;
      readonly place: (line: number) => ValuesPlace;
    }
  | {
      readonly from: "file";
      readonly path: string;
      readonly base: PathBase;
      readonly mayMiss: boolean;
      /** The path is a shell pattern, for any number of files, in the order of their names (Go's filepath.Glob). */
      readonly isGlob?: true;
    };

export interface ValuesPlace {
  readonly file: string;
  readonly line: number;
}

/** A resource as reports name it. */
export interface RequestName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A flag of helm, and where a value is written that is given by it. */
export interface GivenFlag {
  readonly arg: string;
  readonly place?: () => ValuesPlace;
}

/** What a GitOps file asks somebody to install: a chart, its values in their order, and the release's name. */
export interface ReleaseRequest {
  readonly resource: RequestName;
  readonly location: Location;
  readonly deployer: "helm" | "flux" | "argocd";
  readonly release: string;
  readonly namespace?: string;
  readonly chart: ChartReference;
  readonly layers: readonly ValuesLayer[];
  /** Flags of helm, as it would be given them. */
  readonly flags: readonly GivenFlag[];
  /** `--set-file`s: the value's name, and the file as it is named. */
  readonly fileValues: readonly { readonly name: string; readonly path: string; readonly base: PathBase }[];
  /** Variables in its values that are set elsewhere, and nobody here knows to what. */
  readonly unknown?: ReadonlySet<string>;
}

/** What stands in the files and is not looked at, or is looked at without something: one sentence without a full stop. */
export interface LeftOut {
  readonly resource: RequestName;
  readonly location: Location;
  readonly why: string;
}

/** What some GitOps files ask for. */
export interface Requests {
  readonly releases: readonly ReleaseRequest[];
  readonly leftOut: readonly LeftOut[];
}

/** What one resource asks for: releases, and why what else it says is not done here. */
export interface Asked {
  readonly releases: readonly ReleaseRequest[];
  readonly whys: readonly string[];
}

export function refusal(...whys: readonly string[]): Asked {
  return { releases: [], whys };
}

export function nameOf(manifest: Manifest): RequestName {
  return {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    ...(manifest.namespace === undefined ? {} : { namespace: manifest.namespace }),
    name: manifest.name,
  };
}

/** Values that are written in a manifest below `base`. */
export function inlineLayer(manifest: Manifest, base: Path, value: unknown): ValuesLayer {
  return { from: "inline", value, place: (path) => placeOf(manifest, [...base, ...path]) };
}

/** What somebody wrote, as far as places in it are asked for. */
export type Written = Pick<Manifest, "document" | "kind" | "name" | "value" | "locate">;

/** Values that are a text of their own inside of a manifest, such as a ConfigMap's `values.yaml`. */
export function textLayer(manifest: Written, base: Path, text: string): ValuesLayer {
  const key = placeOf(manifest, base);
  const value = manifest.locate(base, "value");
  // Only a literal block has the text's own lines, from the next one on. All of any other text is placed at its key.
  const begin = manifest.document.lineText(value.line)?.charAt(value.column - 1);
  const isAsWritten = begin === "|" && valueAt(manifest.value, base) === text;
  return {
    from: "text",
    text,
    name: `${manifest.kind}/${manifest.name}`,
    place: (below) => (isAsWritten ? { file: key.file, line: value.line + below } : key),
  };
}

export function placeOf(manifest: Pick<Manifest, "locate">, path: Path): ValuesPlace {
  const { file, line } = manifest.locate(path, "key");
  return { file, line };
}
