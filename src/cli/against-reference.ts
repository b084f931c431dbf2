/** What `--against` names where it names no files: `git:REF`, `helm:RELEASE`, `chart:REF`, `values:FILE,…`. */
export interface AgainstReference {
  readonly scheme: "git" | "helm" | "chart" | "values";
  /** Never empty, but for `values:`. */
  readonly reference: string;
}

/** Undefined for a file or a folder, the drives of Windows among them: `C:\old.yaml`. */
export function againstReference(text: string): AgainstReference | undefined {
  const [, scheme, reference = ""] = /^(git|helm|chart):(.+)$/s.exec(text) ?? /^(values):(.*)$/s.exec(text) ?? [];
  return scheme === undefined ? undefined : { scheme: scheme as AgainstReference["scheme"], reference };
}

/** `REF@VERSION`, split at the last `@`; the version is undefined where there is none. */
export function atVersion(reference: string): readonly [name: string, version: string | undefined] {
  const at = reference.lastIndexOf("@");
  return at < 1 ? [reference, undefined] : [reference.slice(0, at), reference.slice(at + 1)];
}
