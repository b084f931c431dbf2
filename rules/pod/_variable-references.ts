/**
 * The names in a text of which Kubernetes replaces `$(NAME)`, in their order; `$$(NAME)` stands for the text itself.
 * Source: third_party/forked/golang/expansion/expand.go.
 */
export function variableReferences(text: string): readonly string[] {
  const names: string[] = [];
  for (let at = text.indexOf("$"); at !== -1 && at + 1 < text.length; ) {
    let next = at + 2;
    if (text.charAt(at + 1) === "(") {
      const end = text.indexOf(")", next);
      // Nothing behind it is closed, either.
      if (end === -1) return names;
      names.push(text.slice(next, end));
      next = end + 1;
    }
    at = text.indexOf("$", next);
  }
  return names;
}
