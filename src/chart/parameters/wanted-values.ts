import type { Path } from "../../read/path.ts";
import type { FilePlace } from "../render/origin.ts";
import type { Trace, WrittenNode } from "../render/trace-document.ts";
import type { NewDefault } from "./default-tree.ts";

/** A change of one file of a chart: UTF-16 offsets into its text. */
export interface FileEdit extends FilePlace {
  readonly text: string;
}

/** A node of a manifest that is to come from a value of its own. */
export interface WantedValue {
  /** Where it stands in the manifest, or would. */
  readonly path: Path;
  /** Its name below those that are asked for together. */
  readonly name: readonly string[];
  /** A node that is there; one that is printed only where its value is set; or more entries of a mapping that is there. */
  readonly as: "written" | "scalar" | "number" | "mapping" | "entries";
}

/** Values that are asked for together, all or none. */
export interface WantedValues {
  /** Names that they may have, the best first. */
  readonly names: readonly (readonly string[])[];
  readonly wanted: readonly WantedValue[];
}

/** What it takes to have them: templates that print values, and defaults that are what stands there now. */
export interface MadeValues {
  readonly templates: readonly FileEdit[];
  readonly defaults: readonly NewDefault[];
}

/** Why they cannot be had, as a clause. */
export interface NotMade {
  readonly why: string;
}

/** A manifest that a chart renders to. */
export interface PrintedManifest {
  readonly source: string;
  readonly value: unknown;
  /** Where what it prints comes from; undefined for a path that is not there. */
  readonly document: {
    trace(path: Path): Trace | undefined;
    written(path: Path): WrittenNode | undefined;
  };
  /** Where it stands in its document. */
  readonly base: Path;
  /** The column, from 1, of the key at a path as it was rendered. */
  columnOf(path: Path): number;
}
