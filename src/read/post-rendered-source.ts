/**
 * The template that a document came from, where Helm 4 handed it to a post-renderer: helm takes its `# Source:` comments
 * away then, and writes the template into an annotation that it removes again afterwards.
 * Source: helm v4 pkg/action/action.go (filenameAnnotation).
 */
export function postRenderedSource(text: string): string | undefined {
  const at = text.indexOf(KEY);
  if (at < 0) return undefined;
  const rest = text.slice(at + KEY.length, at + KEY.length + 2000);
  const path = /^:[ \t]+(?:'([^'\n]+)'|"([^"\\\n]+)"|([\w./-]+)(?=\s))/.exec(rest);
  return path?.[1] ?? path?.[2] ?? path?.[3];
}

const KEY = "postrenderer.helm.sh/postrender-filename";
