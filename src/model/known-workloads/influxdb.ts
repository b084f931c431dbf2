import type { KnownWorkloadEntry } from "./entry.ts";

export function influxdb(): KnownWorkloadEntry {
  return {
    // The HTTP service opens after shards were loaded. What is clustered meets in object storage (3 Enterprise), or is
    // told its own host name (1.x Enterprise).
    id: "influxdb",
    title: "InfluxDB",
    images: ["influxdb", "influxdb2"],
    programs: ["influxd"],
    standsAlone: true,
    opensAfterRecovery: ["tcpSocket", "httpGet"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/influxdb", "/var/lib/influxdb2", "/bitnami/influxdb"],
    sources: ["https://docs.influxdata.com/influxdb/v2/reference/internals/storage-engine/"],
  };
}
