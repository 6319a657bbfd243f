import { readFileSync } from 'node:fs';
import { GazetteerError } from '../errors.ts';

/** The user Postgres runs as. Postgres refuses to run as root, so root hands it to another one. */
export interface Account {
  uid: number;
  gid: number;
}

const CANDIDATES = ['gazetteer', 'postgres', 'nobody'];

/** undefined when this process is not root: Postgres then runs as the caller. */
export function postgresAccount(passwd = '/etc/passwd'): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync(passwd, 'utf8').split('\n');
  for (const name of CANDIDATES) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    const [uid, gid] = [Number(fields?.[2]), Number(fields?.[3])];
    if (uid > 0 && gid >= 0) return { uid, gid };
  }
  throw new GazetteerError(
    'postgres-no-account',
    `Postgres does not run as root, and none of the users ${CANDIDATES.join(', ')} exists here`,
    'Start Gazetteer as an ordinary user, or add a user named gazetteer',
  );
}
