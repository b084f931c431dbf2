import { expect, test } from "vitest";
import { changeText } from "../../src/report/plan/change-text.ts";

test("what makes a new revision is written as people write fields", () => {
  expect(changeText("/spec/template/spec/containers[name=db]/image")).toBe("spec.containers[name=db].image");
  expect(changeText("/spec/template/metadata/labels/helm.sh~1chart")).toBe('metadata.labels["helm.sh/chart"]');
  expect(changeText("/spec/template/spec/containers[name=a~1b]/args/0")).toBe("spec.containers[name=a/b].args[0]");
  expect(changeText("/spec/template/spec/volumes#order")).toBe("the order of spec.volumes");
  expect(changeText("/spec/template/spec")).toBe("spec");
});
