import type { ChartFix } from "../contract/chart-fix.ts";
import type { ChartTraces } from "../contract/chart-traces.ts";
import type { Finding, Fix } from "../contract/finding.ts";
import { chartFixOf, keepChartFix } from "./chart-fixes.ts";
import type { MadeFix, MappingUse } from "./fix-edits.ts";

/**
 * Sees to it that the fixes of one report can be made together: each is good alone, and yet two may take the last two
 * entries out of one mapping, or give two of its keys one name.
 */
export class FixesTogether {
  readonly #uses = new WeakMap<Fix, readonly MappingUse[]>();
  readonly #traces: ChartTraces | undefined;

  constructor(traces?: ChartTraces) {
    this.#traces = traces;
  }

  note({ fix, uses }: MadeFix): Fix {
    if (uses.length > 0) this.#uses.set(fix, uses);
    return fix;
  }

  noteChart(description: string, safe: boolean, chart: ChartFix): Fix {
    const fix: Fix = { description, safe, edits: chart.edits };
    keepChartFix(fix, chart);
    return fix;
  }

  /** The findings, some of them without their fix: another run has it where it is still needed. */
  settled(findings: readonly Finding[]): readonly Finding[] {
    const unproven = new Set(this.#unproven(findings));
    const dropped = new Set([...this.#emptying(findings), ...this.#sameNames(findings), ...unproven]);
    if (dropped.size === 0) return findings;
    return findings.map((finding) => {
      if (finding.fix === undefined || !dropped.has(finding.fix)) return finding;
      const { fix, ...rest } = finding;
      if (!unproven.has(fix)) return rest;
      return {
        ...rest,
        help: `${rest.help}\n\`--fix\` leaves it to you: no render showed that the chart stays as it is with it`,
      };
    });
  }

  /** Fixes with which those before them, safe ones first, would leave nothing in a mapping. */
  #emptying(findings: readonly Finding[]): readonly Fix[] {
    const taken = new Map<string, Set<string>>();
    const fixes = fixesOf(findings);
    return [...fixes.filter(({ safe }) => safe), ...fixes.filter(({ safe }) => !safe)].filter((fix) => {
      const uses = (this.#uses.get(fix) ?? []).flatMap((use) => ("takes" in use ? [use] : []));
      const empties = uses.some(({ mapping, takes, size }) => {
        const before = taken.get(mapping);
        // Counted, not joined: thousands of fixes may take from one mapping.
        const further = new Set(takes.filter((key) => before?.has(key) !== true));
        return (before?.size ?? 0) + further.size === size;
      });
      if (empties) return true;
      for (const { mapping, takes } of uses) {
        const gone = taken.get(mapping) ?? new Set();
        for (const key of takes) gone.add(key);
        taken.set(mapping, gone);
      }
      return false;
    });
  }

  /** Changes of a chart with which it does not render as before. */
  #unproven(findings: readonly Finding[]): readonly Fix[] {
    const fixes = fixesOf(findings).flatMap((fix) => {
      const chart = chartFixOf(fix);
      return chart === undefined ? [] : [{ fix, chart }];
    });
    if (fixes.length === 0) return [];
    const proven = this.#traces?.provenFixes(fixes.map(({ chart }) => chart));
    return fixes.filter(({ chart }) => proven?.has(chart) !== true).map(({ fix }) => fix);
  }

  /** Fixes that give two keys one name: nobody knows which of them was meant. */
  #sameNames(findings: readonly Finding[]): readonly Fix[] {
    const keys = new Map<string, Set<string>>();
    const wanted = fixesOf(findings).flatMap((fix) =>
      (this.#uses.get(fix) ?? []).flatMap((use) => {
        if (!("names" in use)) return [];
        const name = JSON.stringify([use.mapping, use.names]);
        keys.set(name, (keys.get(name) ?? new Set()).add(use.key));
        return [{ fix, name }];
      }),
    );
    return wanted.filter(({ name }) => (keys.get(name)?.size ?? 0) > 1).map(({ fix }) => fix);
  }
}

function fixesOf(findings: readonly Finding[]): readonly Fix[] {
  return findings.flatMap(({ fix }) => fix ?? []);
}
