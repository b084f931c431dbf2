import type { KnownWorkloadEntry } from "./entry.ts";

export function postgresql(): KnownWorkloadEntry {
  return {
    // initdb refuses a directory that is not empty; pg_isready fails while the server recovers.
    id: "postgresql",
    title: "PostgreSQL",
    images: [
      "postgres",
      "postgresql",
      "postgresql-repmgr",
      "postgis",
      "pgvector",
      "timescaledb",
      "crunchy-postgres",
      "percona-postgresql",
      "percona-distribution-postgresql",
      "alloydbomni",
      "stolon",
    ],
    programs: ["postgres", "stolon-keeper"],
    standsAlone: true,
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/postgresql/data", "/bitnami/postgresql/data", "/var/lib/pgsql/data"],
    refusesLostAndFound: true,
    sources: [
      "https://www.postgresql.org/docs/current/app-pg-isready.html",
      "https://github.com/docker-library/docs/blob/master/postgres/README.md#pgdata",
      "supabase-community/supabase-kubernetes#57",
    ],
  };
}
