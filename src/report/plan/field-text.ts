/**
 * Why a new revision is made, as people write fields, from the pod template on: `spec.containers[name=db].image` for
 * `/spec/template/spec/containers[name=db]/image` (src/plan/revision-change.ts writes those).
 */
export function fieldText(change: string): string {
  const [pointer = "", order] = change.split("#order");
  const steps = pointer.replace(/^\/spec\/template(?=\/)/, "").split("/");
  const text = steps
    .slice(1)
    .map((step) => stepText(step.replaceAll("~1", "/").replaceAll("~0", "~")))
    .join("")
    .replace(/^\./, "");
  return order === undefined ? text : `the order of ${text}`;
}

function stepText(step: string): string {
  if (/^\d+$/.test(step)) return `[${step}]`;
  const [, key = "", element = ""] = /^([^[]*)(\[.*)?$/s.exec(step) ?? [];
  return `${/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`}${element}`;
}
