/*
 * Which shells images lack. Only what their makers or reports of them say: most images are unknown here.
 */

/** Names under which the official images are pulled. */
const official =
  /^(?:(?:docker\.io|index\.docker\.io|registry-1\.docker\.io|mirror\.gcr\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?([a-z]{2,20})(?::([\w.-]{1,128}))?$/;

/**
 * Official images whose tags with `alpine` are plain Alpine with `sh` alone; those of PostgreSQL and RabbitMQ bring bash along.
 * nginx/docker-nginx#242, docker-library/php#469, brendandburns/kbp-sample#3
 */
const plainAlpine: ReadonlySet<string> = new Set(["nginx", "redis", "php"]);

/** From 3.5.7 on on a distroless base: etcd-io/etcd#13556, kcp-dev/helm-charts#94 */
const etcd =
  /^(?:quay\.io\/coreos|gcr\.io\/etcd-development)\/etcd:v3\.(?:5\.(?:[7-9]|\d\d)|[6-9]\.\d{1,2})(?:-(?:amd64|arm64))?$/;

/** What an image surely lacks: every shell, or bash; undefined where nobody knows. */
export function lackedShell(image: string): "any" | "bash" | undefined {
  // https://github.com/GoogleContainerTools/distroless: "do not contain package managers, shells"; tags with `debug` have busybox.
  if (image.startsWith("gcr.io/distroless/")) return image.includes("debug") ? undefined : "any";
  if (etcd.test(image)) return "any";
  const [, name = "", tag = ""] = official.exec(image) ?? [];
  // https://github.com/nats-io/nats-docker: "scratch on Linux"; a tag that names another base is that.
  if (name === "nats") return /^\d[\d.]{0,20}(?:-(?:linux|scratch))?$/.test(tag) ? "any" : undefined;
  if (name === "busybox" || name === "alpine") return "bash";
  return plainAlpine.has(name) && /(?:^|-)alpine(?:[\d.]{1,8})?$/.test(tag) ? "bash" : undefined;
}
