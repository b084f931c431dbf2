import { defineRule } from "../../src/lint/contract/rule.ts";

export const imageTagLatest = defineRule({
  id: "image-tag-latest",
  category: "pod",
  subject: "Workload",
  summary: "an image without a fixed version",
  rationale: `The tag \`latest\`, or none, means whatever was pushed last when a node pulls. Two replicas of one set may then run different
versions on one kind of data, a pod that is rescheduled upgrades itself, and a rollback of the release rolls nothing back.`,
  severity: "warning",
  confidence: "certain",
  preset: "hygiene",
  since: "0.1.0",
  falseAlarms: `An image with a digest is fixed, whatever its tag says.`,
  references: ["https://kubernetes.io/docs/concepts/containers/images/#image-names"],
  messages: {
    latest: {
      text: "image `{image}` of container `{container}` has no fixed version: a pod that restarts may run another version than its peers, on the same data",
      help: "write the version that the chart was tested with, such as `{name}:1.2.3`, or a digest",
    },
  },
  *check(set) {
    for (const { name, image, path } of set.containers) {
      if (image === "" || image.includes("@") || !isFloating(image)) continue;
      yield {
        message: "latest",
        data: { image, container: name, name: image.replace(/:latest$/, "") },
        at: { manifest: set.manifest, path: [...path, "image"] },
      };
    }
  },
});

/** Without a tag, or with the tag `latest`; a colon ahead of the last slash is a registry's port. */
function isFloating(image: string): boolean {
  const name = image.slice(image.lastIndexOf("/") + 1);
  return !name.includes(":") || name.endsWith(":latest");
}
