import type { Chart } from "./chart.ts";
import { location } from "./location.ts";
import type { ChartLocation } from "./probes/probe.ts";
import { type ChartLine, reachedFrom } from "./reached.ts";
import { operandsOf } from "./render/parse/operands.ts";

/** A call of a function that gives another text at each render. */
export interface RandomCall {
  readonly name: string;
  readonly location: ChartLocation;
}

const isRandom =
  /^(?:rand(?:AlphaNum|Alpha|Ascii|Numeric|Bytes|Int)|uuidv4|shuffle|gen(?:CA|PrivateKey|SelfSignedCert|SignedCert)(?:WithKey)?|htpasswd|bcrypt|encryptAES|now)$/;

/** Those that a line of the chart may come to, in whatever branch, nearest first. */
export function randomCalls(chart: Chart, at: ChartLine): readonly RandomCall[] {
  return reachedFrom(chart, at).flatMap(({ file, nodes }) =>
    [...operandsOf(nodes)]
      .flatMap((one) => (one.kind === "function" && isRandom.test(one.name) ? [{ name: one.name, start: one.at }] : []))
      .sort((one, other) => one.start - other.start)
      .map(({ name, start }) => ({ name, location: location(chart, { file, start, end: start + name.length }) })),
  );
}
