import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import type { Host, Output } from "../../src/cli/host.ts";
import type { Job } from "../../src/cli/jobs/job.ts";
import { answerOf } from "../../src/cli/jobs/run-job.ts";
import type { Thread, Told } from "../../src/cli/jobs/thread.ts";
import { run } from "../../src/cli/run.ts";

export interface Call {
  readonly args?: readonly string[];
  readonly stdin?: string | Uint8Array | (() => Iterable<Uint8Array>);
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The columns of a terminal at stdin, stdout and stderr. */
  readonly terminal?: number;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const made: string[] = [];
afterAll(() => {
  for (const root of made.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A folder of its own with these files, so that no configuration above it is found. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "sts-lint-test-"));
  made.push(root);
  mkdirSync(join(root, ".git"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

function* chunksOf(stdin: Call["stdin"]): Generator<Uint8Array> {
  if (typeof stdin === "function") yield* stdin();
  else if (stdin !== undefined) yield typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
}

/** What a thread would answer, worked out here once somebody asks for it. */
function thread(job: Job, host: Host): Thread {
  const told: Told[] = [];
  const next = (): Told => {
    const message = told.shift();
    if (message === undefined) throw new Error("a thread would wait for ever");
    return message;
  };
  return {
    tell: (message) => told.push(message),
    get answer() {
      return answerOf(job, next, host);
    },
  };
}

/** A process of its own to the command line, and what that has written. */
export function fakeHost({ args = [], stdin, env = {}, cwd = folder(), terminal }: Call) {
  const written = { stdout: "", stderr: "" };
  const output = (name: keyof typeof written): Output => {
    const decoder = new TextDecoder();
    return {
      write(data) {
        written[name] += typeof data === "string" ? data : decoder.decode(data, { stream: true });
      },
      isTerminal: () => terminal !== undefined,
      columns: () => terminal,
    };
  };
  const bytes = chunksOf(stdin);
  const host: Host = {
    args,
    env,
    cwd: () => cwd,
    stdin: {
      isTerminal: () => terminal !== undefined && stdin === undefined,
      // Like a descriptor: whoever reads on gets what is left.
      chunks: () => ({ [Symbol.iterator]: () => ({ next: () => bytes.next() }) }),
    },
    stdout: output("stdout"),
    stderr: output("stderr"),
    startThread: (job) => thread(job as Job, host),
  };
  return { host, written };
}

/** Runs the command line in this process. */
export async function call(given: Call): Promise<Outcome> {
  const { host, written } = fakeHost(given);
  const status = await run(host);
  return { status, ...written };
}

/** A StatefulSet whose governing Service has a cluster IP: one error. */
export const faulty = `---
# Source: app/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: app
spec:
  type: NodePort
  ports:
    - port: 80
  selector:
    app: app
---
# Source: app/templates/statefulset.yaml
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: app
spec:
  serviceName: app
  replicas: 2
  selector:
    matchLabels:
      app: app
  template:
    metadata:
      labels:
        app: app
    spec:
      containers:
        - name: app
          image: registry.example.com/app:1.0.0
          readinessProbe:
            tcpSocket:
              port: 80
`;

/** The same with a headless Service. */
export const sound = faulty.replace("type: NodePort", "clusterIP: None");

/** The rule that speaks about {@link faulty}. */
export const rule = "governing-service-not-headless";
