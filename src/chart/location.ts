import type { Chart } from "./chart.ts";
import type { ChartLocation } from "./probes/probe.ts";
import type { Place } from "./symbolic/value.ts";

/** A place in a file of the chart by lines and columns. */
export function location(chart: Chart, place: Place): ChartLocation {
  return { file: place.file, ...chart.lines(place.file).range(place.start, place.end) };
}

/** The same of what begins with a key, if the key is written there as it is. */
export function keyLocation(chart: Chart, place: Place, key: string): ChartLocation {
  const text = chart.files.get(place.file)?.text ?? "";
  return location(chart, text.startsWith(key, place.start) ? { ...place, end: place.start + key.length } : place);
}
