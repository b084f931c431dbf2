import { defineRule } from "../../src/lint/contract/rule.ts";
import { mapping } from "../../src/model/fields.ts";
import { heapTooLargeAtFirst, javaHeap } from "../../src/model/java-heap.ts";
import type { Container } from "../../src/model/pod.ts";
import { readQuantity } from "../../src/model/quantity.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";

/** Percent of the limit from which a heap leaves too little for the rest of a JVM. */
const most = 90n;

const inResources = ["resources", "limits", "memory"] as const;

export const heapOverLimit = defineRule({
  id: "heap-over-limit",
  category: "pod",
  subject: "StatefulSet",
  summary: "a JVM is told to take as much heap as the container's memory limit, or to begin with more than it may take",
  rationale: `The memory limit counts everything that the process uses, and a JVM needs a good deal besides its heap: classes, threads, buffers outside
of it. A heap as large as the limit is never full before the kernel kills the container (\`OOMKilled\`), without an orderly stop: a
database then replays its log at the next start, a broker's partitions move, and under load it happens to one member after the other. A heap that is to
begin larger than it may become (\`-Xms\` above \`-Xmx\`) no JVM starts with at all.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Read are variables, arguments, mounted files of JVM options (\`jvm.options\`, \`jvm.config\`, \`*-env.sh\` …) and the script that the container
runs. From 90 % of the limit on it is a warning, and in a variable of which it is not known that the server reads it. Left alone: shares of the memory (\`MaxRAMPercentage\`) and containers without a memory
limit. Where several heaps are written for one container the smallest counts, since nobody can tell which one is read; \`-Xms\` is held to the \`-Xmx\` of
the same text, and only where no other text of the container may put either right.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run",
    "https://docs.oracle.com/en/java/javase/21/docs/specs/man/java.html",
  ],
  messages: {
    over: {
      text: "container `{container}` asks for a Java heap of {heap} MiB (`{text}`) and its memory limit is {limit} MiB: it is killed for want of memory (OOMKilled) before the heap is full, without an orderly stop",
      help: "raise `resources.limits.memory` well above the heap, or make the heap half to three quarters of the limit",
    },
    close: {
      text: "container `{container}` asks for a Java heap of {heap} MiB (`{text}`), {share} % of its memory limit of {limit} MiB: threads, classes and buffers come on top of it, and under load it is killed for want of memory (OOMKilled)",
      help: "raise `resources.limits.memory`, or make the heap half to three quarters of the limit",
    },
    initial: {
      text: "container `{container}` asks for a Java heap that begins with {initial} MiB (`{initialText}`) and may take {heap} MiB (`{text}`): the JVM refuses to start (Initial heap size set to a larger value than the maximum heap size)",
      help: "make `-Xms` and `-Xmx` the same size, or `-Xms` the smaller one",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const contrary = heapTooLargeAtFirst(set, container);
      if (contrary !== undefined) {
        const { most, initial, manifest, path } = contrary;
        yield {
          message: "initial",
          data: {
            container: container.name,
            initial: mebibytes(initial.bytes),
            initialText: initial.text,
            heap: mebibytes(most.bytes),
            text: most.text,
          },
          at: { manifest, path },
        };
      }
      const { limit, path } = memoryLimit(set, container);
      const heap = limit > 0n ? javaHeap(set, container) : undefined;
      if (heap === undefined || heap.bytes * 100n < limit * most) continue;
      const isOver = heap.bytes >= limit;
      yield {
        message: isOver ? "over" : "close",
        ...(isOver && heap.isRead ? {} : { severity: "warning" }),
        ...(heap.isRead ? {} : { confidence: "likely" }),
        data: {
          container: container.name,
          heap: mebibytes(heap.bytes),
          text: heap.text,
          limit: mebibytes(limit),
          share: Number((heap.bytes * 100n) / limit),
        },
        at: { manifest: heap.manifest, path: heap.path },
        related: [
          {
            manifest: set.manifest,
            path,
            message: "the memory limit",
          },
        ],
      };
    }
  },
});

/** The limit in bytes that ends a container first: its own, or the whole pod's; 0 without one. */
function memoryLimit(set: StatefulSetView, container: Container): { readonly limit: bigint; readonly path: Path } {
  const own = bytesOf(container.value.resources);
  const whole = bytesOf(set.pod.spec.resources);
  return whole > 0n && (own === 0n || whole < own)
    ? { limit: whole, path: [...set.pod.path, "spec", ...inResources] }
    : { limit: own, path: [...container.path, ...inResources] };
}

function bytesOf(resources: unknown): bigint {
  const written = mapping(mapping(resources).limits).memory;
  if (typeof written !== "string" && typeof written !== "number") return 0n;
  const outcome = readQuantity(String(written));
  return "quantity" in outcome ? outcome.quantity.units : 0n;
}

function mebibytes(bytes: bigint): number {
  return Number(bytes / (1n << 20n));
}
