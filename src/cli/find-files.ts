/** What a folder is searched for. */
export const manifestFiles = ["**/*.yaml", "**/*.yml", "**/*.json"];
const notManifests = ["**/node_modules/**", "**/.git/**"];

/** The files below a folder that fit one of the patterns, relative to it and sorted. The library is loaded only here. */
export async function findFiles(patterns: readonly string[], folder: string): Promise<string[]> {
  const { globSync } = await import("tinyglobby");
  const options = { cwd: folder, ignore: notManifests, onlyFiles: true, expandDirectories: false };
  return globSync([...patterns], options).sort();
}
