# helm takes --namespace, --kube-context and --kubeconfig for itself and leaves them in the environment. What renders a
# chart wants the namespace back, unless it was written in a way that helm leaves alone (`-nprod`); the helm that it
# starts reads the others there.
if ! command -v sts-lint >/dev/null 2>&1; then
  echo "helm sts-lint: there is no sts-lint on PATH: npm install --global sts-lint" >&2
  exit 2
fi
if [ "${1:-}" = chart ] && [ -n "${HELM_NAMESPACE:-}" ]; then
  case " $* " in
    *" -n"*) ;;
    " chart upgrade "*) shift 2; set -- chart upgrade "--namespace=$HELM_NAMESPACE" "$@" ;;
    *) shift; set -- chart "--namespace=$HELM_NAMESPACE" "$@" ;;
  esac
fi
exec sts-lint "$@"
