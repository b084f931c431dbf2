import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";

/** Whether a container of the image `postgres`, without any volume, is taken for a database that loses its data. */
function isDatabase(container: Readonly<Record<string, unknown>>): boolean {
  const set = {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db" },
    spec: {
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "db", image: "postgres:16", ...container }] },
      },
    },
  };
  const { findings } = lint([{ name: "set", text: JSON.stringify(set) }]);
  return findings.some(({ rule }) => rule === "data-not-kept");
}

const script = (text: string) => ({ command: ["sh", "-ec", text] });

describe("a container that surely does something other than its image is named for", () => {
  test.each([
    ["sleeps", { command: ["sleep", "infinity"] }],
    ["follows nothing, by the image's own entry point", { args: ["/usr/bin/tail", "-f", "/dev/null"] }],
    ["dumps in a loop", script('while true; do pg_dump -h db > "/backup/x"; sleep 3600; done')],
    ["waits for a server", { command: ["bash", "-o", "pipefail", "-c", "until pg_isready -h db; do sleep 1; done"] }],
    ["copies by Kafka Connect", { env: [{ name: "CONNECT_BOOTSTRAP_SERVERS", value: "kafka:9092" }] }],
    ["runs another program of Kafka's image", { command: ["/opt/kafka/bin/connect-distributed.sh"] }],
  ])("%s", (_, container) => {
    expect(isDatabase(container)).toBe(false);
  });
});

describe("a container that may run its image's server", () => {
  test.each([
    ["says nothing", {}],
    ["gives it flags", { args: ["-c", "wal_level=logical"] }],
    ["runs the entry point as a shell's file", { command: ["/bin/bash", "/entry.sh", "postgres", "-c", "a=b"] }],
    ["runs a script of its own that is called like a helper", { command: ["/scripts/wait.sh", "postgres"] }],
    ["waits first", script("sleep 5; exec docker-entrypoint.sh postgres")],
    ["hides it in a substitution", script("echo $(/entry.sh)")],
    ["has a quote in a substitution", script('X=$(sed "s/(/x/" /f)\nexec /entry.sh')],
    ["has an apostrophe in a default", script("echo $" + "{MSG:-it's up}\nexec /entry.sh\necho 'x'")],
    ["has a here document", script("cat > /c <<END-OF-FILE\na\nEND-OF-FILE\nexec /entry.sh")],
    ["has a comment that ends in a backslash", script("sleep 1 # wait \\\nexec /entry.sh")],
    ["starts it when the script ends", script("trap /entry.sh EXIT")],
    ["sets a variable alone", script("A=1")],
    ["starts what it is given", script('set -- postgres\nexec "$@"')],
  ])("%s", (_, container) => {
    expect(isDatabase(container)).toBe(true);
  });
});
