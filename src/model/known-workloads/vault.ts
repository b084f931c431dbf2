import type { KnownWorkloadEntry } from "./entry.ts";

export function vault(): KnownWorkloadEntry {
  return {
    // A server joins an unsealed leader only; without that it is sealed, whoever its peers are.
    id: "vault",
    title: "Vault",
    images: ["vault", "vault-enterprise", "openbao"],
    programs: ["vault server", "bao server"],
    quorum: true,
    quorumOnlyWith: /storage\s{1,8}"raft"|"raft"\s{0,8}:/,
    onDeleteByDesign: "delete the standby pods first, the active one last",
    livenessDuringRecovery: "answers",
    dataDirectories: ["/vault/data", "/openbao/data"],
    ownLabels: ["vault-active", "vault-initialized", "vault-perf-standby", "vault-sealed", "vault-version"],
    sources: [
      "https://developer.hashicorp.com/vault/docs/concepts/integrated-storage",
      "https://developer.hashicorp.com/vault/docs/configuration/service-registration/kubernetes",
      "hashicorp/vault-helm#81",
    ],
  };
}
