import type { Problem } from '../facet.ts';
import { channelName, isSubdir, withoutSecrets } from './channel.ts';
import { textOfKey } from './json.ts';
import type { Listed } from './lists.ts';
import { type Need, needsOf } from './needs.ts';
import { folded } from './pip.ts';
import { packageOf } from './record.ts';
import type { Lock, LockedPackage, LockedPip, Package } from './schema.ts';

/** What a lock pins, and beside it what its records ask of the machine. */
export interface ListedLock extends Listed<Lock> {
  /** By askKey; packages whose rows do not tell are not in it. */
  asks: ReadonlyMap<string, Need[]>;
}

/** Two platforms may have a package of one build, which asks of each machine what it asks. */
export function askKey({
  name,
  version,
  build,
  subdir,
}: Pick<Package, 'name' | 'version' | 'build' | 'subdir'>): string {
  return [subdir, name, version, build].join(' ');
}

/** What a lock is read into: rows by what they are, each with where it is used. */
export class LockRows {
  readonly problems: Problem[] = [];
  readonly asks = new Map<string, Need[]>();
  private readonly packages = new Map<string, LockedPackage>();
  private readonly pip = new Map<string, LockedPip>();

  /** With the lists `depends` and `constrains` of its record, where the lock tells them. */
  addPackage(
    found: Omit<LockedPackage, 'used'>,
    used: string[],
    record: Record<string, unknown> | null = null,
  ): void {
    const needs = record && needsOf(found, null, record);
    if (needs) this.asks.set(askKey(found), needs);
    const key = JSON.stringify(found);
    const there = this.packages.get(key) ?? { ...found, used: [] };
    there.used = union(there.used, used);
    this.packages.set(key, there);
  }

  addPip(found: Omit<LockedPip, 'used'>, used: string[]): void {
    const own = { ...found, name: folded(found.name) };
    const key = JSON.stringify(own);
    const there = this.pip.get(key) ?? { ...own, used: [] };
    there.used = union(there.used, used);
    this.pip.set(key, there);
  }

  lock(facts: Omit<Lock, 'kind' | 'packages' | 'pip' | 'unreadable'>): Lock {
    const sorted = <Row>(rows: Map<string, Row>) =>
      [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
    return {
      kind: 'conda.lock',
      ...facts,
      packages: sorted(this.packages),
      pip: sorted(this.pip),
      unreadable: this.problems.length,
    };
  }
}

const union = (left: string[], right: string[]) => [...new Set([...left, ...right])].sort();

/**
 * A row of a lock as a package, by rattler's rules (rattler_lock's derived_fields): what is not said is taken
 * from the address. A package that is built from source has no archive, and may have no version before that.
 */
export function lockedPackage(
  row: Record<string, unknown>,
  address: string,
): Omit<LockedPackage, 'used'> | null {
  const text = textOfKey(row);
  const archive = /\.(conda|tar\.bz2)$/.test(address.replace(/[?#].*$/, ''));
  const url = archive ? address.replace(/[?#].*$/, '') : '';
  const web = url.includes('://');
  const record = { ...row, url: web ? url : '', fn: url, channel: text('channel') };
  const found = archive ? packageOf(record, url) : packageOf({ ...record, fn: '' }, '');
  if (found) return { ...found, channel: web || text('channel') !== '' ? channelOf(row, url) : '' };
  if (archive || text('name') === '') return null;
  const subdir = isSubdir(text('subdir')) ? text('subdir') : '';
  return {
    name: text('name'),
    version: '',
    build: text('build'),
    subdir,
    channel: '',
    sha256: '',
    md5: '',
  };
}

/** The channel that is said, else what stands in front of subdir and file. */
function channelOf(row: Record<string, unknown>, url: string): string {
  const said = textOfKey(row)('channel');
  if (said !== '') return channelName(said);
  const clean = withoutSecrets(url);
  return channelName(clean.split('/').slice(0, -2).join('/'));
}
