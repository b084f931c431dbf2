import { DecodeError } from "../admission/decode-error.ts";
import { stored } from "../admission/stored.ts";
import { claimUpdate } from "../model/claim-update.ts";
import { type Fields, mapping } from "../model/fields.ts";
import { type Difference, differences } from "../model/same-value.ts";

/** What differs between two forms of a PersistentVolumeClaim that is an object of its own, as the server compares them. */
export function claimChanges(next: Fields, before: Fields, kubernetesVersion?: string): Difference[] {
  const update = claimUpdate(next, before);
  const [was, is] = [update.old, update.next].map((claim) => specOf(claim, kubernetesVersion));
  const changes = differences(was, is, ["spec"]);
  // The server keeps one source under two names.
  const isSourceTwice = ["dataSource", "dataSourceRef"].every((key) => changes.some(({ path }) => path[1] === key));
  return changes.filter(({ path }) => !isSourceTwice || path[1] !== "dataSourceRef");
}

function specOf(claim: Fields, kubernetesVersion: string | undefined): Fields {
  try {
    return mapping(mapping(stored(claim, kubernetesVersion === undefined ? {} : { kubernetesVersion })).spec);
  } catch (error) {
    if (error instanceof DecodeError) return mapping(claim.spec);
    throw error;
  }
}
