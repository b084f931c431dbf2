/** What the workflow said with `with:`; an input that it left out is empty or the default of action.yml. */
export interface ActionInputs {
  readonly charts: readonly string[];
  readonly files: readonly string[];
  readonly values: readonly string[];
  readonly valuesMatrix: readonly string[];
  readonly against: string;
  /** Where released versions of the charts are: `oci://ghcr.io/owner/charts`. */
  readonly published: string;
  /** Arguments of the command line as they are, one a line. */
  readonly args: readonly string[];
  /** Inputs that are flags of one value: flag → value. */
  readonly flags: ReadonlyMap<string, string>;
  readonly sarif: string;
  readonly annotations: boolean;
  readonly summary: boolean;
  readonly directory: string;
}

export class InputError extends Error {
  override readonly name = "InputError";
}

const plainFlags = ["kubernetes-version", "preset", "fail-on", "max-warnings", "config", "baseline", "deployer"];

/** The runner gives input `a-b` as the variable `INPUT_A-B`. @throws {InputError} */
export function readInputs(env: Readonly<Record<string, string | undefined>>): ActionInputs {
  const text = (name: string): string => (env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
  const lines = (name: string): string[] =>
    text(name)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const isOn = (name: string): boolean => {
    const word = text(name).toLowerCase();
    if (word !== "" && word !== "true" && word !== "false") throw new InputError(`${name}: write true or false`);
    return word !== "false";
  };
  const charts = lines("charts");
  const files = lines("files");
  if (charts.length === 0 && files.length === 0)
    throw new InputError("name what to lint: `charts:` (folders of charts) or `files:` (rendered manifests)");
  for (const name of [...charts, ...files])
    if (name.startsWith("-")) throw new InputError(`\`${name}\` is no path: flags go into \`args:\``);
  const matrix = lines("values-matrix");
  return {
    charts,
    files,
    values: lines("values"),
    valuesMatrix: matrix.length === 1 && matrix[0] === "true" ? [""] : matrix.filter((one) => one !== "false"),
    against: text("against") || "auto",
    published: text("published").replace(/(?<!\/)\/+$/, ""),
    args: lines("args"),
    flags: new Map(plainFlags.map((name) => [name, text(name)] as const).filter(([, value]) => value !== "")),
    sarif: text("sarif"),
    annotations: isOn("annotations"),
    summary: isOn("summary"),
    directory: text("working-directory") || ".",
  };
}
