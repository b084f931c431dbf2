/** A schema that helm's validator does not compile, or values that it refuses. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
}
