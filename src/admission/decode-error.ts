/** The object cannot be read as its kind; the message is the server's. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}
