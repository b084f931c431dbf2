import type { ChartText } from "../chart.ts";
import { chartFiles } from "./chart-files.ts";
import { InputError } from "./inputs/input-error.ts";
import type { RenderSettings } from "./render-loaded.ts";
import type { RenderOptions } from "./render-options.ts";

/** What the options of the library say; `--set-file` finds its files among the chart's. */
export function settingsOf(files: readonly ChartText[], options: RenderOptions): RenderSettings {
  const { release = {}, capabilities = {} } = options;
  const isUpgrade = release.isUpgrade ?? (release.isInstall === undefined ? false : !release.isInstall);
  return {
    helm: options.helm ?? "4",
    release: {
      name: release.name ?? "release-name",
      namespace: release.namespace ?? "default",
      revision: release.revision ?? 1,
      isUpgrade,
      isInstall: release.isInstall ?? !isUpgrade,
    },
    capabilities,
    user: {
      files: (options.values ?? []).map((value) => ({ value })),
      set: options.set ?? [],
      setString: options.setString ?? [],
      setJson: options.setJson ?? [],
      setFile: options.setFile ?? [],
      setLiteral: options.setLiteral ?? [],
      readFile(path) {
        const file = chartFiles(files).find(({ name }) => name === path);
        if (file === undefined) throw new InputError(`--set-file: the chart has no file ${path}`);
        return file.text;
      },
    },
    skipSchema: false,
    remoteSchemas: "unknown",
    now: options.now ?? new Date(),
    seed: options.seed ?? "",
  };
}
