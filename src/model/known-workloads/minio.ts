import type { KnownWorkloadEntry } from "./entry.ts";

export function minio(): KnownWorkloadEntry {
  return {
    // In distributed mode a server looks up every member's name before it opens its port.
    id: "minio",
    title: "MinIO",
    images: ["minio"],
    programs: ["minio server", "minio"],
    quorum: true,
    needsPeersBeforeReady: true,
    livenessDuringRecovery: "answers",
    dataDirectories: ["/data", "/export", "/bitnami/minio/data"],
    sources: [
      "https://min.io/docs/minio/linux/operations/concepts/erasure-coding.html",
      "https://min.io/docs/minio/linux/operations/monitoring/healthcheck-probe.html",
      "minio/minio#4225",
    ],
  };
}
