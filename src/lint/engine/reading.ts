import { chartOf } from "../../model/namespace.ts";
import { problemOfNoObject } from "../../model/no-object.ts";
import { Pods } from "../../model/pod.ts";
import { Release } from "../../model/release.ts";
import { isBlank, isRead, releaseDocuments, sideOf } from "../../model/releases.ts";
import type { Document, Input } from "../../read/document.ts";
import { Blocks, readInput } from "../../read/index.ts";
import { during, duringEach, type Observer } from "../../read/observer.ts";
import type { Problem } from "../../read/problem.ts";
import type { Unchecked } from "../contract/finding.ts";
import type { Part } from "./part.ts";
import { uncheckedOf } from "./unchecked.ts";
import { InputNames } from "./whole-input.ts";

/** Reads the inputs of a run once, release by release, and keeps account of what it met on the way. */
export class Reading {
  /** The names that only the whole input can judge. */
  readonly names = new InputNames();
  /** The charts that were seen. */
  readonly charts = new Set<string>();
  /** What is known to be checked by nobody. */
  readonly unchecked: Unchecked[] = [];
  statefulSets = 0;
  documents = 0;
  /** Documents of kinds that no rule reads, or that no rule asked for. */
  notChecked = 0;
  readonly #part: Part | undefined;
  /** What several inputs, or what runs now and what comes, have in common is parsed once. */
  readonly #blocks = new Blocks();
  readonly #pods = new Pods();
  readonly #observer: Observer | undefined;
  readonly #problems: Problem[] = [];
  /** Documents that are no Kubernetes object, and the inputs that hold objects. */
  readonly #strays: Problem[] = [];
  readonly #withObjects = new Set<string>();

  constructor(part: Part | undefined, observer: Observer | undefined) {
    this.#part = part;
    this.#observer = observer;
  }

  /** The releases of the input, or those of its part; of others nothing is parsed. */
  *releases(inputs: Iterable<Input>): Generator<Release> {
    for (const documents of duringEach(this.#observer, "read", releaseDocuments(this.#read(inputs)))) {
      if (this.#part?.owns(documents) === false) continue;
      for (const document of documents) {
        this.#note(document);
        this.names.note(document);
      }
      yield new Release(documents, this.#pods);
    }
  }

  /** What runs now: all releases of it, together. */
  running(against: readonly Input[]): Release {
    const running = during(this.#observer, "read", () => sideOf(this.#readOld(against)));
    for (const document of parsed(running)) {
      const problem = document.problem ?? problemOfNoObject(document);
      if (problem !== undefined) this.#problems.push(problem);
    }
    return running;
  }

  /** Opens a release for its rules: its sets are counted, what is wrong is noted. Gives the documents that were parsed. */
  open(release: Release): readonly Document[] {
    const documents = parsed(release);
    this.#noteProblems(documents);
    this.statefulSets += release.statefulSets.length;
    return documents;
  }

  /** Closes a release whose rules have run: `unasked` are the documents that nobody had asked for when it was opened. */
  close(release: Release, unasked: readonly Document[]): void {
    this.names.noteClaims(release);
    const left = new Set(unasked);
    for (const document of release.unasked) {
      left.delete(document);
      this.notChecked++;
    }
    this.#noteProblems([...left]);
  }

  /**
   * All problems of the input. A document that is no object beside others that are is a fault, and so is an input without
   * any. A file of its own among files of manifests, such as a kustomization, is only said to be no manifest.
   */
  problems(): readonly Problem[] {
    const strays = this.#strays.map((stray): Problem => {
      const isOther = this.#withObjects.size > 0 && !this.#withObjects.has(stray.file);
      return isOther ? { ...stray, kind: "ignored-text" } : stray;
    });
    return [...this.#problems, ...strays];
  }

  /** The documents that rules read; the others are counted and let go at once. */
  *#read(inputs: Iterable<Input>): Generator<Document> {
    for (const input of inputs) {
      for (const document of readInput(
        input,
        (problem) => this.#problems.push(problem),
        this.#blocks,
        this.#observer,
      )) {
        if (document.header.kind !== undefined) this.#withObjects.add(document.file);
        if (isRead(document)) yield document;
        else if (this.#counts(document)) {
          this.#note(document);
          if (!isBlank(document.text)) this.notChecked++;
        }
      }
    }
  }

  /** Whether a document that no release holds is this run's to count; parts share them by their lengths. */
  #counts({ text }: Document): boolean {
    if (this.#part === undefined) return true;
    return (text.length % this.#part.count) + 1 === this.#part.index;
  }

  #note(document: Document): void {
    for (const fault of document.faults) this.#problems.push(fault);
    for (const one of uncheckedOf(document)) this.unchecked.push(one);
    this.documents++;
    const chart = chartOf(document.source);
    if (chart !== undefined) this.charts.add(chart);
  }

  *#readOld(against: readonly Input[]): Generator<Document> {
    for (const input of against) {
      for (const document of readInput(
        input,
        (problem) => this.#problems.push(problem),
        this.#blocks,
        this.#observer,
      )) {
        for (const fault of document.faults) this.#problems.push(fault);
        if (isRead(document)) yield document;
      }
    }
  }

  #noteProblems(documents: readonly Document[]): void {
    for (const document of documents) {
      if (document.problem !== undefined) this.#problems.push(document.problem);
      const stray = problemOfNoObject(document);
      if (stray !== undefined) this.#strays.push(stray);
    }
  }
}

/** The documents of a release that were parsed. */
function parsed({ documents, unasked }: Release): readonly Document[] {
  if (unasked.length === 0) return documents;
  const left = new Set(unasked);
  return documents.filter((document) => !left.has(document));
}
