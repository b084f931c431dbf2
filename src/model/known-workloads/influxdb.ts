import type { KnownWorkloadEntry } from "./entry.ts";

export function influxdb(): KnownWorkloadEntry {
  return {
    // The HTTP service opens after shards were loaded.
    id: "influxdb",
    title: "InfluxDB",
    images: ["influxdb", "influxdb2"],
    programs: ["influxd"],
    opensAfterRecovery: ["tcpSocket", "httpGet"],
    livenessDuringRecovery: "fails",
    dataDirectories: ["/var/lib/influxdb", "/var/lib/influxdb2", "/bitnami/influxdb"],
    sources: ["https://docs.influxdata.com/influxdb/v2/reference/internals/storage-engine/"],
  };
}
