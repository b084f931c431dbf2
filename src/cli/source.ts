/** stdin, or a file with the name that the report gives it. */
export type Source = { readonly stdin: true } | FileSource;

export interface FileSource {
  readonly stdin: false;
  readonly name: string;
  readonly path: string;
  /** Other manifests of its folder are no sources. */
  readonly isPart?: boolean;
}
