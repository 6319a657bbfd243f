import { z } from 'zod';
import { LOCK_VERSION, Lock } from '../lock/schema.ts';

/** The form of a lock as JSON Schema (2020-12), for programs that are not ours. */
export function lockSchema(): string {
  const schema = { title: `Lock of Gazetteer, version ${LOCK_VERSION}`, ...z.toJSONSchema(Lock) };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
