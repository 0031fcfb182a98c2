export type EmbeddedErrorCode =
  /** Another live process holds this data folder. */
  | 'in_use'
  /** No PostgreSQL for this kind of machine, or one that cannot run here. */
  | 'no_binaries'
  /** Running as root, and no ordinary account can be taken to run PostgreSQL. */
  | 'no_account'
  /** The data was made by another major version of PostgreSQL. */
  | 'wrong_version'
  | 'start_failed';

/** Why the embedded PostgreSQL is not to be had. The message is for the operator: what happened and what to do next. */
export class EmbeddedError extends Error {
  override readonly name = 'EmbeddedError';
  readonly code: EmbeddedErrorCode;

  constructor(code: EmbeddedErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
