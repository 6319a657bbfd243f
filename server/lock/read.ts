import { GazetteerError } from '../errors.ts';
import { LOCK_VERSION, Lock } from './schema.ts';

/** A lock as it stands in a file. */
export function readLock(name: string, text: string): Lock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new GazetteerError(
      'lock-form',
      `${name} is no JSON`,
      'Make a lock with: gazetteer lock site/cluster',
    );
  }
  const said = typeof value === 'object' && value !== null ? value : {};
  if (!('format' in said) || said.format !== 'gazetteer-lock')
    throw new GazetteerError('lock-form', `${name} is no lock`, 'Make one with: gazetteer lock site/cluster');
  if (!('version' in said) || said.version !== LOCK_VERSION) {
    const version = 'version' in said ? String(said.version).slice(0, 20) : 'none';
    throw new GazetteerError(
      'lock-form',
      `${name} has version ${version}; this reads version ${LOCK_VERSION}`,
    );
  }
  const found = Lock.safeParse(value);
  if (found.success) return found.data;
  const [issue] = found.error.issues;
  throw new GazetteerError(
    'lock-form',
    `${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as described'}`,
  );
}
