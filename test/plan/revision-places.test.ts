import { expect, test } from "vitest";
import { changePlaces } from "../../src/plan/revision-places.ts";

const manifest = {
  spec: {
    template: {
      spec: {
        containers: [
          { name: "db", ports: [{ containerPort: 1 }, { containerPort: 1, protocol: "UDP" }, { containerPort: 2 }] },
          { name: "side/car", env: [{ name: "A" }, { name: "B" }] },
        ],
      },
    },
  },
};
const place = changePlaces(manifest);
const pod = ["spec", "template", "spec", "containers"];

test("a change stands where its keys lead, also past a slash in a name", () => {
  expect(place("/spec/template/spec/containers[name=side~1car]/env[name=B]")).toEqual({
    path: [...pod, 1, "env", 1],
    isThere: true,
  });
});

test("an item that lacks a key, because a default fills it in, is the one that is meant", () => {
  const port = (keys: string) => place(`/spec/template/spec/containers[name=db]/ports[${keys}]`).path.at(-1);
  expect(port("containerPort=2,protocol=TCP")).toBe(2);
  expect(port("containerPort=1,protocol=TCP")).toBe(0);
  expect(port("containerPort=1,protocol=UDP")).toBe(0);
});

test("of what the manifest does not have, the nearest part that it has", () => {
  expect(place("/spec/template/spec/containers[name=none]/image")).toEqual({ path: pod, isThere: false });
  expect(place("/spec/template/spec/containers[name=db]/image")).toEqual({ path: [...pod, 0], isThere: false });
});
