import type { KnownWorkloadEntry } from "./entry.ts";

export function bookkeeper(): KnownWorkloadEntry {
  return {
    id: "bookkeeper",
    title: "BookKeeper",
    images: ["bookkeeper"],
    programs: ["pulsar bookie", "bookkeeper bookie", "start-bookie"],
    quorum: true,
    majorityOf: "copies",
    dataDirectories: ["/pulsar/data/bookkeeper/journal", "/pulsar/data/bookkeeper/ledgers"],
    sources: ["https://bookkeeper.apache.org/docs/getting-started/concepts"],
  };
}
