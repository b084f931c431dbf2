import type { FunctionSpec } from "../value.ts";

/** Functions by the name that templates call them by. */
export type FunctionTable = Readonly<Record<string, FunctionSpec>>;
