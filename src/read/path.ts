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

/** The value that stands at a path; undefined where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let at = root;
  for (const step of path) {
    if (Array.isArray(at)) at = typeof step === "number" ? at[step] : undefined;
    else if (typeof at === "object" && at !== null && Object.hasOwn(at, step)) at = (at as Fields)[step];
    else return undefined;
  }
  return at;
}

export function isSamePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

type Fields = Readonly<Record<string | number, unknown>>;
