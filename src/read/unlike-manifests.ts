/**
 * What a text that is no manifest looks like, and what to pass instead; undefined for a text of no known shape.
 * Looks at the beginning only.
 */
export function describeText(text: string): string | undefined {
  const head = text.slice(0, 4000).replace(/^(?:---[^\n]*\n|\s*\n)+/, "");
  if (/^(?:NAME|NAMESPACE) {2,}[A-Z]/.test(head))
    return "this looks like a table that kubectl get prints; pass the output of `kubectl get … -o yaml`";
  if (/^Error: /.test(head))
    return "this looks like an error message of helm, not like manifests; see what it says, and use `set -o pipefail` so that the failure is not lost";
  if (/^(?:Error from server|error: |The connection to the server )/.test(head))
    return "this looks like an error message of kubectl, not like manifests";
  if (/^level=\w+ msg=|^\w+\.go:\d+: /.test(head))
    return "this looks like log lines of helm, not like manifests; pass what helm writes to its standard output";
  if (/^\s*<(?:!DOCTYPE|html|\?xml)/i.test(head)) return "this looks like a web page, not like manifests";
  if (head.startsWith("PK\x03\x04") || head.startsWith("\x1f\ufffd") || head.startsWith("\x1f\x8b"))
    return "this looks like a packed archive; for a chart pass the output of `helm template CHART`";
  return undefined;
}
