import { imageName } from "./known-workload.ts";

/** A program that reads every variable of a prefix, so that those which Kubernetes makes for a Service of that name reach it. */
export interface LinkReader {
  readonly title: string;
  /** The last part of an image's repository. */
  readonly images: readonly string[];
  /** `NEO4J_` */
  readonly prefix: string;
  /** Any variable of the prefix is taken for a setting, so that a Service `neo4j-lb` collides as well. */
  readonly any: boolean;
  readonly sources: readonly string[];
}

function linkReaders(): readonly LinkReader[] {
  const confluent = "https://docs.confluent.io/platform/current/installation/docker/config-reference.html";
  return [
    {
      title: "Neo4j",
      images: ["neo4j"],
      prefix: "NEO4J_",
      any: true,
      sources: ["helm/charts#21130", "https://neo4j.com/docs/operations-manual/current/docker/configuration/"],
    },
    { title: "Kafka", images: ["cp-kafka", "cp-server"], prefix: "KAFKA_", any: false, sources: [confluent] },
    { title: "ZooKeeper", images: ["cp-zookeeper"], prefix: "ZOOKEEPER_", any: false, sources: [confluent] },
    {
      title: "Schema Registry",
      images: ["cp-schema-registry"],
      prefix: "SCHEMA_REGISTRY_",
      any: false,
      sources: [confluent],
    },
    { title: "Kafka REST Proxy", images: ["cp-kafka-rest"], prefix: "KAFKA_REST_", any: false, sources: [confluent] },
    {
      title: "ksqlDB",
      images: ["cp-ksqldb-server", "ksqldb-server"],
      prefix: "KSQL_",
      any: false,
      sources: [confluent],
    },
    { title: "GPUStack", images: ["gpustack"], prefix: "GPUSTACK_", any: false, sources: ["gpustack/gpustack#5908"] },
    {
      title: "Authelia",
      images: ["authelia"],
      prefix: "AUTHELIA_",
      any: true,
      sources: ["https://www.authelia.com/integration/kubernetes/introduction/"],
    },
    {
      title: "n8n",
      images: ["n8n"],
      prefix: "N8N_",
      any: false,
      sources: ["https://docs.n8n.io/hosting/configuration/environment-variables/deployment/"],
    },
  ];
}

/** What is known of an image that reads variables by prefix; undefined where nothing is. */
export function linkReader(image: string): LinkReader | undefined {
  const name = imageName(image);
  return linkReaders().find(({ images }) => images.includes(name));
}

/**
 * The prefix of the variables that the kubelet makes for a Service: `cache-db` → `CACHE_DB_`
 * (kubernetes/kubernetes pkg/kubelet/envvars makeEnvVariableName).
 */
export function linkPrefix(service: string): string {
  return `${service.toUpperCase().replaceAll("-", "_")}_`;
}
