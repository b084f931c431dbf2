/**
 * Where a value stands inside a document: keys and indices from the root.
 * Never a dotted string, because label keys contain dots.
 */
export type Path = readonly (string | number)[];

/** A path as people write it: `spec.template.spec.containers[0].name`; keys with dots are quoted. */
export function formatPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}
