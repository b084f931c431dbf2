/** What must be true after a step of a way through, as a state machine can tell it. */
export type Proof =
  | { readonly that: "set-absent" }
  | { readonly that: "set-there"; readonly replicas: number }
  | { readonly that: "untouched"; readonly pods: readonly string[] }
  | { readonly that: "absent"; readonly pods: readonly string[] }
  | { readonly that: "anew"; readonly pods: readonly string[] }
  | { readonly that: "claims-stay"; readonly claims: readonly string[] }
  | { readonly that: "claims-sized"; readonly claims: readonly string[]; readonly size: string }
  | { readonly that: "claims-classed"; readonly claims: readonly string[]; readonly className: string }
  | {
      readonly that: "claims-marked";
      readonly claims: readonly string[];
      readonly marks: readonly (readonly [key: string, value: string | undefined])[];
    }
  | { readonly that: "strategy"; readonly strategy: object }
  | { readonly that: "scaled-claims-kept" }
  /** Nothing of the cluster changes: that a deployer keeps still. */
  | { readonly that: "nothing-changes" };

/** A command that shows whether a step worked, what it must show, and what that means. */
export interface Check {
  readonly command?: string;
  readonly expect: string;
  readonly proof: Proof;
}
