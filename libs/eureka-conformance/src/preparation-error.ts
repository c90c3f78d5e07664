/** A check failed before it reached its requirement: neither conformance nor a deviation. */
export class PreparationError extends Error {
  constructor(exchange: string) {
    super(`the server rejects the request that every check starts with; does it work by hand? ${exchange}`);
    this.name = 'PreparationError';
  }
}
