import type { KnownWorkloadEntry } from "./entry.ts";

export function mysql(): KnownWorkloadEntry {
  return {
    // The server opens its port only once InnoDB has recovered.
    id: "mysql",
    title: "MySQL",
    images: ["mysql", "mysql-server", "percona-server", "percona"],
    programs: ["mysqld", "mysqld_safe"],
    standsAlone: true,
    opensAfterRecovery: ["tcpSocket"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/mysql", "/bitnami/mysql/data"],
    sources: ["https://dev.mysql.com/doc/refman/8.4/en/innodb-recovery.html"],
  };
}
