import type { KnownWorkloadEntry } from "./entry.ts";

export function dgraph(): KnownWorkloadEntry {
  return {
    // Zero 0 founds the group; the others name it as their peer.
    id: "dgraph",
    title: "Dgraph",
    images: ["dgraph"],
    programs: ["dgraph zero", "dgraph alpha"],
    quorum: true,
    orderedBootstrap: true,
    dataDirectories: ["/dgraph"],
    sources: ["https://dgraph.io/docs/deploy/"],
  };
}
