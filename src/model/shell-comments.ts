/** A shell script without its comments. A `#` inside quotes counts as one where a blank stands before it. */
export function withoutComments(script: string): string {
  return script.replace(/(?:^|(?<=[\s;]))#[^\n]*/g, "");
}
