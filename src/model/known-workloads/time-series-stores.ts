import type { KnownWorkloadEntry } from "../known-workload.ts";

/** Metrics, logs and traces. */
export function timeSeriesStores(): readonly KnownWorkloadEntry[] {
  return [
    {
      // `/-/healthy` answers while the write-ahead log is replayed; `/-/ready` does not.
      id: "prometheus",
      title: "Prometheus",
      images: ["prometheus"],
      programs: ["prometheus"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/prometheus", "/data"],
      sources: ["https://prometheus.io/docs/prometheus/latest/management_api/"],
    },
    {
      id: "alertmanager",
      title: "Alertmanager",
      images: ["alertmanager"],
      programs: ["alertmanager"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/alertmanager"],
      sources: ["https://prometheus.io/docs/alerting/latest/high_availability/"],
    },
    {
      id: "loki",
      title: "Loki",
      images: ["loki", "grafana-loki"],
      programs: ["loki"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/var/loki", "/loki", "/data"],
      sources: ["https://grafana.com/docs/loki/latest/reference/loki-http-api/#readiness-check"],
    },
    {
      id: "tempo",
      title: "Tempo",
      images: ["tempo", "grafana-tempo"],
      programs: ["tempo"],
      livenessDuringRecovery: "answers",
      dataDirectories: ["/var/tempo"],
      sources: ["https://grafana.com/docs/tempo/latest/api_docs/#readiness-probe"],
    },
    {
      // The HTTP service opens after shards were loaded.
      id: "influxdb",
      title: "InfluxDB",
      images: ["influxdb", "influxdb2"],
      programs: ["influxd"],
      livenessDuringRecovery: "fails",
      dataDirectories: ["/var/lib/influxdb", "/var/lib/influxdb2", "/bitnami/influxdb"],
      sources: ["https://docs.influxdata.com/influxdb/v2/reference/internals/storage-engine/"],
    },
    {
      id: "victoria-metrics",
      title: "VictoriaMetrics",
      images: ["vmstorage", "victoria-metrics", "victoria-logs"],
      programs: ["vmstorage"],
      livenessDuringRecovery: "unknown",
      dataDirectories: ["/storage", "/victoria-metrics-data"],
      sources: ["https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/"],
    },
  ];
}
