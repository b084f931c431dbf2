/** How a chart is rendered; what is not set is as in `helm template release-name CHART`. */
export interface RenderOptions {
  /** As files given with `-f`: laid over the chart's own values, later ones winning. */
  readonly values?: readonly object[];
  /** As helm's flags of these names: `a.b=1`. */
  readonly set?: readonly string[];
  readonly setString?: readonly string[];
  readonly setJson?: readonly string[];
  /** `a=PATH`; the path is one of the chart's files. */
  readonly setFile?: readonly string[];
  readonly setLiteral?: readonly string[];
  /** Only what these templates render to: `templates/a.yaml`, `templates/*.yaml`. */
  readonly showOnly?: readonly string[];
  readonly includeCrds?: boolean;
  readonly noHooks?: boolean;
  /** `release-name` in `default`, revision 1, an install. */
  readonly release?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly revision?: number;
    readonly isUpgrade?: boolean;
    readonly isInstall?: boolean;
  };
  /** Those of helm built by `go install`: Kubernetes v1.36.0, or v1.20.0 for Helm 3. */
  readonly capabilities?: {
    readonly kubeVersion?: string;
    readonly apiVersions?: readonly string[];
    readonly helmVersion?: string;
  };
  /** Which helm: 4.2 unless set, or 3.21. */
  readonly helm?: "3" | "4";
  /** What `now` gives; the present unless set. */
  readonly now?: Date;
  /** What random functions are made of; the same seed gives the same text. */
  readonly seed?: string;
}
