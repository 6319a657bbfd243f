/**
 * An error whose cause lies outside the program and that a person can act on: shown as one line, with
 * what to do next, and no stack trace. `code` is stable; nobody branches on the message.
 */
export class GazetteerError extends Error {
  override readonly name = 'GazetteerError';

  constructor(
    readonly code: string,
    message: string,
    /** What to do next; '' when there is nothing to say. */
    readonly hint = '',
    readonly exitCode = 1,
  ) {
    super(message);
  }

  get line(): string {
    return this.hint === '' ? this.message : `${this.message}. ${this.hint}`;
  }
}

/** The `code` of a system error (`EADDRINUSE`, `ENOENT`), or of a Postgres one (`3D000`); '' otherwise. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
