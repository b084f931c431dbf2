import type { LocalChart } from "./local-chart.ts";

/** A chart whose values stand in files that were made for helm: what it is called, and where they are really written. */
export interface NamedChart {
  /** Unless set, what the user calls it. */
  readonly shown?: string;
  readonly origin: LocalChart["origin"];
  /** A message without the names of files that were made for helm. */
  readonly said: (message: string) => string;
}

/** One whose values were made into files in two places. */
export function bothNamed(one: NamedChart, other: NamedChart): NamedChart {
  return {
    ...one,
    origin: (...place) => one.origin?.(...place) ?? other.origin?.(...place),
    said: (message) => other.said(one.said(message)),
  };
}
