import { chartOf } from "../../model/namespace.ts";
import { problemOfNoObject, Strays } from "../../model/no-object.ts";
import { Pods } from "../../model/read-pod.ts";
import { Release } from "../../model/release.ts";
import { isBlank, isRead, releaseDocuments, sideOf } from "../../model/releases.ts";
import { uncheckedOf } from "../../model/unchecked.ts";
import type { Document, Input } from "../../read/document.ts";
import { Blocks, RecentDocuments, readInput } from "../../read/index.ts";
import { during, duringEach, type Observer } from "../../read/observer.ts";
import type { Problem } from "../../read/problem.ts";
import { ProblemList } from "../../read/problem-list.ts";
import type { Unchecked } from "../contract/finding.ts";
import { namesUs } from "./directive-text.ts";
import { resourceName } from "./locate.ts";
import type { Part } from "./part.ts";
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
  readonly #recent = new RecentDocuments();
  readonly #pods = new Pods();
  readonly #observer: Observer | undefined;
  readonly #problems = new ProblemList();
  readonly #onProblem = (problem: Problem): void => this.#problems.push(problem);
  readonly #strays = new Strays();

  constructor(part: Part | undefined, observer: Observer | undefined) {
    this.#part = part;
    this.#observer = observer;
  }

  /** The releases of the input, or those of its part; of others nothing is parsed. */
  *releases(inputs: Iterable<Input>): Generator<Release> {
    for (const documents of duringEach(this.#observer, "read", releaseDocuments(this.#read(inputs), this.#letGo))) {
      this.#blocks.beginRelease();
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
    this.#blocks.readSides();
    const running = during(this.#observer, "read", () => sideOf(this.#readOld(against), () => true));
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
    // Of thousands of sets what is read is let go while rules run.
    this.names.noteClaims(release);
    return documents;
  }

  /** Closes a release whose rules have run: `unasked` are the documents that nobody had asked for when it was opened. */
  close(release: Release, unasked: readonly Document[]): void {
    const left = new Set(unasked);
    for (const document of release.unasked) {
      left.delete(document);
      this.notChecked++;
    }
    this.#noteProblems([...left]);
  }

  problems(): readonly Problem[] {
    return [...this.#problems.all(), ...this.#strays.problems()];
  }

  /** The documents that rules read; the others are counted and let go at once. */
  *#read(inputs: Iterable<Input>): Generator<Document> {
    for (const input of inputs) {
      for (const document of readInput(input, this.#onProblem, this.#blocks, this.#observer, this.#recent)) {
        this.#strays.see(document);
        if (isRead(document)) {
          if (!this.#isOneOfVeryMany(document)) yield document;
        } else if (this.#counts(document)) {
          this.#note(document);
          if (!isBlank(document.text)) this.notChecked++;
        }
      }
    }
  }

  /**
   * Counts a document that is no object, where more of them were met than are listed: no release needs it. A suppression
   * may stand in one that can be read.
   */
  #isOneOfVeryMany(document: Document): boolean {
    if (document.header.kind !== undefined || this.#part !== undefined) return false;
    const { problem } = document;
    if (problem === undefined) {
      if (namesUs(document.text) || !this.#strays.countsAtOnce(document)) return false;
    } else {
      if (!this.#problems.expects(problem.kind)) return false;
      this.#problems.count(problem);
    }
    this.#note(document);
    return true;
  }

  /** Counts a document that says nothing, nor anything to us: no release needs it. */
  readonly #letGo = (document: Document): boolean => {
    if (this.#part !== undefined || document.ahead !== undefined || namesUs(document.text)) return false;
    this.#note(document);
    return true;
  };

  /** Whether a document that no release holds is this run's to count; parts share them by their lengths. */
  #counts({ text }: Document): boolean {
    if (this.#part === undefined) return true;
    return (text.length % this.#part.count) + 1 === this.#part.index;
  }

  #note(document: Document): void {
    for (const fault of document.faults) this.#problems.push(fault);
    for (const { manifest, why } of uncheckedOf(document))
      this.unchecked.push({ resource: resourceName(manifest), location: manifest.locate(["kind"]), why });
    this.documents++;
    const chart = chartOf(document.source);
    if (chart !== undefined) this.charts.add(chart);
  }

  *#readOld(against: readonly Input[]): Generator<Document> {
    for (const input of against) {
      for (const document of readInput(input, this.#onProblem, this.#blocks, this.#observer, this.#recent)) {
        for (const fault of document.faults) this.#problems.push(fault);
        if (isRead(document)) yield document;
      }
    }
  }

  #noteProblems(documents: readonly Document[]): void {
    for (const document of documents) {
      if (document.problem !== undefined) this.#problems.push(document.problem);
      this.#strays.note(document);
    }
  }
}

/** The documents of a release that were parsed. */
function parsed({ documents, unasked }: Release): readonly Document[] {
  if (unasked.length === 0) return documents;
  const left = new Set(unasked);
  return documents.filter((document) => !left.has(document));
}
