/** The function threw, crashed or took too long. */
export class FunctionError extends Error {
  override name = 'FunctionError';
  readonly kind: 'thrown' | 'crashed' | 'timeout';
  readonly trace: string;
  constructor(kind: 'thrown' | 'crashed' | 'timeout', message: string, trace = '') {
    super(message);
    this.kind = kind;
    this.trace = trace;
  }
}
