import { mapping, texts } from "../../src/model/fields.ts";
import { type Container, probeNames } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";

export type StartedBy = "container" | (typeof probeNames)[number] | "postStart" | "preStop";

/** What the kubelet has the runtime start in a container: its own program, or what a probe or a hook runs beside it. */
export interface StartedCommand {
  readonly container: Container;
  readonly by: StartedBy;
  /** The program first. */
  readonly words: readonly string[];
  /** Where a word stands. */
  readonly at: (index: number) => Path;
}

/** Every command whose program is written. A container without `command` runs its image's entry point, of which nothing is known. */
export function* startedCommands({ containers }: Workload): Generator<StartedCommand> {
  for (const container of containers) {
    const { command, args, path, probes } = container;
    if (command.length > 0)
      yield {
        container,
        by: "container",
        words: [...command, ...args],
        at: (index) =>
          index < command.length ? [...path, "command", index] : [...path, "args", index - command.length],
      };
    for (const name of probeNames) {
      const probe = probes[name];
      if (probe?.handler.kind !== "exec" || probe.handler.command.length === 0) continue;
      const of: Path = [...probe.path, "exec", "command"];
      yield { container, by: name, words: probe.handler.command, at: (index) => [...of, index] };
    }
    for (const hook of ["postStart", "preStop"] as const) {
      const words = texts(mapping(mapping(mapping(container.value.lifecycle)[hook]).exec).command);
      const of: Path = [...path, "lifecycle", hook, "exec", "command"];
      if (words.length > 0) yield { container, by: hook, words, at: (index) => [...of, index] };
    }
  }
}
