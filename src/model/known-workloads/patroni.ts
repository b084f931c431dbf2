import type { KnownWorkloadEntry } from "./entry.ts";

export function patroni(): KnownWorkloadEntry {
  return {
    // Patroni's own REST endpoints answer for liveness while PostgreSQL recovers.
    id: "patroni",
    title: "PostgreSQL under Patroni",
    images: ["spilo", "patroni", "timescaledb-ha", "crunchy-postgres-ha"],
    programs: ["patroni"],
    livenessDuringRecovery: "answers",
    dataDirectories: ["/home/postgres/pgdata/pgroot/data"],
    ownLabels: ["role", "spilo-role"],
    sources: [
      "https://patroni.readthedocs.io/en/latest/rest_api.html",
      "https://patroni.readthedocs.io/en/latest/kubernetes.html",
    ],
  };
}
