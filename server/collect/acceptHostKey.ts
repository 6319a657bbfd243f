import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hostToken, KnownHosts, keyTypeOf } from './knownHosts.ts';

/** A writer that takes longer than this is dead. */
const STALE_MS = 10_000;

/**
 * Adds a key to a known_hosts file. Lines of the same host with another key of the same type go, so
 * that the old key is no longer good; everything else stays as it is. The new file takes the old
 * one's place at once; while it is written it is also the lock that keeps other writers waiting.
 */
export async function acceptHostKey(file: string, host: string, port: number, key: Buffer): Promise<void> {
  await acceptHostKeys(file, [{ host, port, key }]);
}

export interface AcceptedKey {
  host: string;
  port: number;
  key: Buffer;
}

/** Several keys at once: one new file. */
export async function acceptHostKeys(file: string, keys: readonly AcceptedKey[]): Promise<void> {
  mkdirSync(dirname(file), { recursive: true });
  const place = realPath(file);
  const next = `${place}.new`;
  const fd = await openAlone(next, modeOf(place));
  try {
    writeSync(fd, withKeys(textOf(place), keys));
    fsyncSync(fd);
    renameSync(next, place);
  } catch (error) {
    unlinkSync(next);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Hosts that the file does not speak of yet, most of them when a whole cluster is new, need no second look at it. */
function withKeys(text: string, keys: readonly AcceptedKey[]): string {
  const before = new KnownHosts('', text);
  let after = text;
  const fresh: string[] = [];
  for (const { host, port, key } of keys) {
    const token = hostToken(host, port);
    if (before.linesOf(token).length > 0) after = withKey(after, token, key);
    else fresh.push(`${token} ${keyTypeOf(key)} ${key.toString('base64')}\n`);
  }
  if (fresh.length > 0 && after !== '' && !after.endsWith('\n')) after += '\n';
  return after + [...new Set(fresh)].join('');
}

/** The text of a known_hosts file after a key is accepted. */
export function withKey(text: string, token: string, key: Buffer): string {
  const type = keyTypeOf(key);
  const same = new KnownHosts('', text).linesOf(token).filter((line) => !line.revoked && line.type === type);
  const gone = new Set(same.filter((line) => !line.key.equals(key)).map(({ line }) => line));
  const kept = text
    .split('\n')
    .map((line, index) => (gone.has(index + 1) ? withoutHost(line, token) : line))
    .filter((line) => line !== undefined);
  if (kept.at(-1) === '') kept.pop();
  if (same.length === gone.size) kept.push(`${token} ${type} ${key.toString('base64')}`);
  return `${kept.join('\n')}\n`;
}

/** The line without one of its names; a pattern that matches other hosts too must stay. */
function withoutHost(line: string, token: string): string | undefined {
  const [names = '', ...rest] = line.trim().split(/[ \t]+/);
  if (names.startsWith('|1|')) return undefined;
  const others = names.split(',').filter((name) => name.toLowerCase() !== token);
  if (others.every((name) => name.startsWith('!'))) return undefined;
  return others.length === names.split(',').length ? line : [others.join(','), ...rest].join(' ');
}

async function openAlone(path: string, mode: number): Promise<number> {
  for (;;) {
    try {
      return openSync(path, 'wx', mode);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    removeStale(path);
    await sleep(20);
  }
}

function removeStale(path: string): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) unlinkSync(path);
  } catch {
    // Its writer finished just now.
  }
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function modeOf(file: string): number {
  try {
    return statSync(file).mode & 0o777;
  } catch {
    return 0o600;
  }
}
