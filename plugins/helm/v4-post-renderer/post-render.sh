# Passes the text on unchanged and fails on errors. Helm 4 throws away what a post-renderer prints on stderr, so the
# report is handed over by another way: to the file that STS_LINT_REPORT names, else to helm's own stderr, else to the
# terminal, else to a file in helm's cache. A stderr that is a file is left alone: helm would write over the report.
if ! command -v sts-lint >/dev/null 2>&1; then
  message="sts-lint-post-renderer: there is no sts-lint on PATH: npm install --global sts-lint"
else
  message=
fi
report=${STS_LINT_REPORT:-}
if [ -z "$report" ]; then
  for place in "/proc/$PPID/fd/2" /dev/tty; do
    if [ ! -f "$place" ] && (: >>"$place") 2>/dev/null; then report=$place; break; fi
  done
fi
if [ -z "$report" ]; then
  report=${HELM_CACHE_HOME:-${TMPDIR:-/tmp}}/sts-lint-report.txt
  mkdir -p "${report%/*}"
  : >"$report"
fi
if [ -n "$message" ]; then
  echo "$message" >>"$report"
  exit 2
fi
exec sts-lint --passthrough "$@" 2>>"$report"
