import { z } from 'zod';

/** What a wrong value is told; what was found instead is added where the place is known. */
export const expected = (what: string) => ({ error: `expected ${what}` });

/** A map that allows only these keys. Its message for unknown keys is the list of the known ones. */
export function only<T extends z.ZodRawShape>(what: string, shape: T) {
  const keys = Object.keys(shape).join(' ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? keys : `expected ${what}`),
  });
}

export const text = (what: string) => z.string(expected(what)).min(1, expected(what));
export const texts = (what: string) => z.array(text(what), expected(`a list of ${what}`));
export const oneOrMore = (what: string) =>
  z.union([text(what), texts(what)], expected(`${what}, or a list of them`));

export function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
