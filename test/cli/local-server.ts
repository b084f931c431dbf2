import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";

/** What a server answers to a GET or a HEAD of a path with its query; bytes as base64. */
export type Answers = Readonly<Record<string, { readonly type: string; readonly base64: string }>>;

/*
 * A process of its own: the program under test waits for helm, and helm for this server. Paths that nobody answers get
 * the `not found` that an API server sends; the digest is what a registry tells.
 */
const source = `
const answers = JSON.parse(process.argv[1]);
const server = require("node:http").createServer(({ url }, response) => {
  const answer = Object.hasOwn(answers, url) ? answers[url] : undefined;
  if (answer === undefined) {
    response.writeHead(404, { "content-type": "application/json" });
    response.end(JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", reason: "NotFound", code: 404, message: "not found" }));
    return;
  }
  const body = Buffer.from(answer.base64, "base64");
  const digest = "sha256:" + require("node:crypto").createHash("sha256").update(body).digest("hex");
  response.writeHead(200, { "content-type": answer.type, "content-length": body.length, "docker-content-digest": digest });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`;

/** Serves the answers on this machine until the test is over; gives the address. */
export async function serve(answers: Answers): Promise<string> {
  const child = spawn(process.execPath, ["-e", source, JSON.stringify(answers)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill());
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return `http://127.0.0.1:${port.toString().trim()}`;
}

export const json = (value: unknown) => ({
  type: "application/json",
  base64: Buffer.from(JSON.stringify(value)).toString("base64"),
});
