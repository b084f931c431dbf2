import { expect, test } from "vitest";
import { fieldText } from "../../src/report/plan/field-text.ts";

test("what makes a new revision is written as people write fields", () => {
  expect(fieldText("/spec/template/spec/containers[name=db]/image")).toBe("spec.containers[name=db].image");
  expect(fieldText("/spec/template/metadata/labels/helm.sh~1chart")).toBe('metadata.labels["helm.sh/chart"]');
  expect(fieldText("/spec/template/spec/containers[name=a~1b]/args/0")).toBe("spec.containers[name=a/b].args[0]");
  expect(fieldText("/spec/template/spec/volumes#order")).toBe("the order of spec.volumes");
  expect(fieldText("/spec/template/spec")).toBe("spec");
});
