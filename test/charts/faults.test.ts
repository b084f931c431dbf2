import { describe, expect, test } from "vitest";
import { type Finding, lint } from "../../src/index.ts";
import { hasHelm } from "../chart/rendering.ts";
import { shared } from "../shared.ts";
import { type Fault, helmTemplate, readExpectations } from "./faults.ts";

const folder = shared("charts");
const missing = folder === undefined ? "the folder charts is missing" : hasHelm() ? undefined : "helm is missing";

/** The version for which the charts' readers wrote down what they found: maxUnavailable is gated off. */
const kubernetesVersion = "1.36";

/** Only seen by comparing two renders. */
const betweenRenders = "nondeterministic-render";

/**
 * A name of 53 to 63 characters works when the revision's hash happens to be short, so that it is a warning, as
 * the facts about StatefulSets have it; the charts' reader wrote error.
 */
const mayBeShort = "name-too-long";

function findings(text: string, against?: string): readonly Finding[] {
  return lint([{ name: "rendered.yaml", text }], {
    kubernetesVersion,
    today: "2026-01-01",
    ...(against === undefined ? {} : { against: [{ name: "before.yaml", text: against }] }),
  }).findings;
}

function fits(finding: Finding, { rule, severity, resource }: Fault): boolean {
  return (
    (rule === null || finding.rule === rule) &&
    (finding.severity === severity || (rule === mayBeShort && finding.severity === "warning")) &&
    resource === `${finding.resource.kind}/${finding.resource.name}`
  );
}

/**
 * Left to the rule: what follows from the numbers alone, a second word on one retention policy, and labels that may
 * change where the same claim templates carry one that certainly does.
 */
function isOptional(fault: Fault, all: readonly Fault[]): boolean {
  if (!fault.planted) return true;
  if (fault.rule === "vct-unstable-label") {
    return all.some(({ rule, resource }) => rule === "vct-versioned-label" && resource === fault.resource);
  }
  return (
    fault.rule === "pvc-retention-delete" &&
    fault.severity === "warning" &&
    all.some(
      ({ rule, severity, resource }) => rule === fault.rule && severity === "error" && resource === fault.resource,
    )
  );
}

describe.skipIf(missing !== undefined)(
  `the charts' faults${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  () => {
    const expectations = folder === undefined ? [] : readExpectations(folder);

    test("there are sixteen charts", () => {
      expect(expectations.length).toBe(16);
    });

    describe.each(expectations)("$chart", ({ chart, faults = [] }) => {
      const directory = `${folder}/${chart}`;
      const shown = faults.filter(({ resource }) => resource !== null);

      test("every fault that one render can show is found", () => {
        for (const values of new Set(shown.map(({ render }) => render))) {
          const found = findings(helmTemplate(directory, values));
          const missed = shown
            .filter(({ render, rule }) => render === values && rule !== betweenRenders)
            .filter((fault) => !isOptional(fault, shown))
            .filter((fault) => !found.some((finding) => fits(finding, fault)))
            .map(({ rule, severity, resource, what }) => `${severity} ${rule} ${resource}: ${what}`);
          expect(missed).toEqual([]);
        }
      });

      test("nothing beyond them is called an error or a warning by default", () => {
        const known = shown.filter(({ render }) => render === undefined);
        const beyond = findings(helmTemplate(directory))
          .filter(({ severity }) => severity !== "info")
          .filter((finding) => !known.some((fault) => fits(finding, fault)))
          .map(
            ({ rule, severity, resource, message }) =>
              `${severity} ${rule} ${resource.kind}/${resource.name}: ${message}`,
          );
        expect(beyond).toEqual([]);
      });

      test("two renders of the same values are told apart exactly where they differ", () => {
        const found = findings(helmTemplate(directory), helmTemplate(directory)).filter(
          ({ rule }) => rule === betweenRenders,
        );
        const named = new Set(found.map(({ resource }) => `${resource.kind}/${resource.name}`));
        const expected = shown.filter(({ rule }) => rule === betweenRenders).map(({ resource }) => resource);
        expect([...named].sort()).toEqual(expected.sort());
      });
    });
  },
);
