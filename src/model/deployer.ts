/** Who applies manifests to the cluster. */
export type Deployer = "helm" | "kubectl" | "flux" | "argocd";
