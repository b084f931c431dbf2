# helm takes --namespace, --kube-context and --kubeconfig for itself and leaves them in the environment. What renders a
# chart wants the namespace back; the helm that it starts reads the others there.
if ! command -v sts-lint >/dev/null 2>&1; then
  echo "helm sts-lint: there is no sts-lint on PATH: npm install --global sts-lint" >&2
  exit 2
fi
if [ "${1:-}" = chart ] && [ -n "${HELM_NAMESPACE:-}" ]; then
  case "${2:-}" in
    upgrade) word=$2; shift 2; set -- chart "$word" "--namespace=$HELM_NAMESPACE" "$@" ;;
    *) shift; set -- chart "--namespace=$HELM_NAMESPACE" "$@" ;;
  esac
fi
exec sts-lint "$@"
