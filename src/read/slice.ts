/** The text of one document, cut out of the input. */
export interface Slice {
  readonly text: string;
  /** Where the text begins, from 1. */
  readonly line: number;
  readonly column: number;
  /** Why the text cannot be a document, whatever it says; `offset` counts in the text. */
  readonly refused?: { readonly message: string; readonly offset: number };
  /** The value, where the text was read as JSON already. */
  readonly json?: { readonly value: unknown; readonly hasDuplicates: boolean };
  /** Why the text is no JSON, where it looked like it; `offset` counts in the text. */
  readonly notJson?: { readonly message: string; readonly offset: number };
  /** Where text stands that Kubernetes' reader drops: behind `...`. */
  readonly ignored?: { readonly line: number; readonly column: number };
  /** Whether there is anything but comments and separators. */
  readonly hasContent: boolean;
  /** Whether Helm's `# Source:` comments from before are no longer in force. */
  readonly newSection: boolean;
}
