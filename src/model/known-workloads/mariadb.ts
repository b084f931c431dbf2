import type { KnownWorkloadEntry } from "./entry.ts";

export function mariadb(): KnownWorkloadEntry {
  return {
    id: "mariadb",
    title: "MariaDB",
    images: ["mariadb"],
    programs: ["mariadbd"],
    standsAlone: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/mysql", "/bitnami/mariadb/data"],
    sources: ["https://mariadb.com/docs/server/server-usage/storage-engines/innodb"],
  };
}
