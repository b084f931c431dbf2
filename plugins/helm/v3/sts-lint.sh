# helm takes --namespace, --kube-context and --kubeconfig for itself and leaves them in the environment. What renders a
# chart or names commands wants the namespace back, unless it was written in a way that helm leaves alone (`-nprod`); the
# helm that it starts reads the others there.
if ! command -v sts-lint >/dev/null 2>&1; then
  echo "helm sts-lint: there is no sts-lint on PATH: npm install --global sts-lint" >&2
  exit 2
fi
namespace=--namespace=${HELM_NAMESPACE:-}
case " $* " in
  *" -n"*) namespace= ;;
esac
if [ -n "${HELM_NAMESPACE:-}" ] && [ -n "$namespace" ]; then
  case "${1:-}" in
    chart)
      case "${2:-}" in
        upgrade) shift 2; set -- chart upgrade "$namespace" "$@" ;;
        *) shift; set -- chart "$namespace" "$@" ;;
      esac ;;
    plan) shift; set -- plan "$namespace" "$@" ;;
    merge|rules|config|init|completion|help) ;;
    *) set -- "$namespace" "$@" ;;
  esac
fi
exec sts-lint "$@"
