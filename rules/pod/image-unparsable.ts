import { defineRule } from "../../src/lint/contract/rule.ts";
import { trimmed } from "../../src/model/go-text.ts";
import { faultOfImage } from "../../src/model/image-fault.ts";

export const imageUnparsable = defineRule({
  id: "image-unparsable",
  category: "pod",
  subject: "StatefulSet",
  summary: "an image is no reference that a container runtime can read",
  rationale: `The API server takes any text as an image. The kubelet reads it before it pulls, and where the text is no reference (an empty
tag, a template expression that was left over, a URL) the container waits with \`InvalidImageName\`: the pod never starts. Under
OrderedReady the StatefulSet then stays where it is even after the image is put right, until somebody deletes that pod.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Images with \`$\` in them are a warning, and with \`$(NAME)\` only white space around them counts: something may replace them on the way. Whether an image exists is not asked.`,
  references: ["https://github.com/distribution/reference", "kubernetes/kubernetes#60164"],
  messages: {
    invalid: {
      text: "`{image}` is not a valid image reference: {fault}. The kubelet answers InvalidImageName, and container `{container}` never starts",
      help: "write it as `[registry/]repository[:tag][@digest]`; in a chart, look at the values that make it up",
    },
    padded: {
      text: "`{image}`, the image of container `{container}`, has white space at its end or beginning: the API server takes the StatefulSet and then refuses every pod (must not have leading or trailing whitespace), so none is ever made",
      help: "take the white space off the image; in a chart, trim the values that make it up",
    },
    variable: {
      text: "`{image}` is not a valid image reference as long as nothing replaces its `$`: Kubernetes does not, the kubelet answers InvalidImageName, and container `{container}` never starts",
      help: "write it as `[registry/]repository[:tag][@digest]`, or replace the variable before the manifest is applied",
    },
  },
  *check(set) {
    for (const { image, name, path } of set.containers) {
      // What is empty the API server refuses.
      if (image === "") continue;
      if (image !== trimmed(image)) {
        yield {
          message: "padded",
          data: { image: image.length > 80 ? `${image.slice(0, 77)}…` : image, container: name },
          at: { manifest: set.manifest, path: [...path, "image"] },
        };
        continue;
      }
      // `$(VAR)` is replaced by kustomize and Tekton, `<path:…>` by Argo CD's Vault plugin.
      if (image.includes("$(") || /<path:[^<>]{1,300}>/.test(image)) continue;
      const fault = faultOfImage(image);
      if (fault === undefined) continue;
      const isVariable = image.includes("$");
      yield {
        message: isVariable ? "variable" : "invalid",
        ...(isVariable ? { severity: "warning" } : {}),
        data: { image: image.length > 80 ? `${image.slice(0, 77)}…` : image, fault, container: name },
        at: { manifest: set.manifest, path: [...path, "image"] },
      };
    }
  },
});
