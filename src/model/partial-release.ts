import type { Surroundings } from "./workload.ts";

/**
 * Whether documents look like one template alone, without any Service, as `helm template --show-only` prints it; or like files of
 * one template each from a folder in which there are more. Never what was rendered here from a whole chart.
 */
export function looksPartial({ documents, services }: Surroundings): boolean {
  const [first] = documents;
  if (first === undefined || documents.every(({ isOfPart }) => isOfPart === false)) return false;
  const isOneTemplate = documents.every(({ source }) => source === first.source);
  if (isOneTemplate && first.source !== undefined && services.length === 0) return true;
  if (!documents.some(({ isOfPart }) => isOfPart === true)) return false;
  const sources = new Map(documents.map(({ file, source }) => [file, source]));
  return documents.every(({ file, source }) => sources.get(file) === source);
}
