import type { Problem } from '../facet.ts';
import { problemOf } from '../reading.ts';
import { channelName, withoutSecrets } from './channel.ts';
import { distributionParts } from './distribution.ts';
import { environmentOf } from './environment.ts';
import { objectOf } from './json.ts';
import { fileNameParts, packageOf } from './record.ts';
import { type Place, problemAt, rowPlaces } from './rowPlaces.ts';
import type { Environment, Package, PipPackage } from './schema.ts';

export interface Listed<Found> {
  facts: Found;
  problems: Problem[];
}

const HASH = /^(?:sha256:)?([0-9a-f]{64}|[0-9a-f]{32})$/;

/** The address of a package's file, with its hash or without. Each part ends where the next begins: no text takes long. */
function isArchive(line: string): boolean {
  const [, address = ''] = /^[^\s:#]+:\/\/([^\s#]+)(?:#\S*)?$/.exec(line) ?? [];
  return address.endsWith('.conda') || address.endsWith('.tar.bz2');
}

/** `conda list --explicit`: an address a line, with a hash after # where --md5 or --sha256 was given. */
export function parseExplicit(text: string, where: string): Listed<Environment> | null {
  const lines = text.split('\n').map((line) => line.trim());
  // A lock file holds such addresses too, among other things.
  const said = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const listed = said.length > 0 && said.every(isArchive);
  if (!listed && !lines.includes('@EXPLICIT')) return null;
  const packages: Package[] = [];
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of lines.entries()) {
    // So conda-lock renders what is pip's, which conda passes over.
    const wheel = distributionParts(/^# pip \S+ @ (\S+)/.exec(line)?.[1] ?? '');
    if (wheel) pip.push(wheel);
    if (line === '' || line.startsWith('#') || line === '@EXPLICIT') continue;
    const [address = '', hash = ''] = line.split('#');
    const digest = HASH.exec(hash)?.[1] ?? '';
    const record = { url: address, [digest.length === 64 ? 'sha256' : 'md5']: digest };
    const found = /\.(conda|tar\.bz2)$/.test(address) ? packageOf(record, address) : null;
    if (found) packages.push(found);
    else
      problems.push(
        problemOf(
          'conda',
          where,
          'conda-explicit',
          at + 1,
          withoutSecrets(line),
          'expected the address of a package',
        ),
      );
  }
  return { facts: environmentOf(packages, pip, problems.length), problems };
}

const HEADER = /^#?\s*Name\s+Version\s+Build(\s|$)/;

/** `conda list`, and micromamba's, for people: a table whose last column is empty for the default channels. */
export function parseTable(text: string, where: string): Listed<Environment> | null {
  const lines = text.split('\n').map((line) => line.trim());
  const header = lines.findIndex((line) => HEADER.test(line));
  if (header === -1) return null;
  const packages: Package[] = [];
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  for (const [at, line] of lines.entries()) {
    // A rule of dashes or of box-drawing characters stands below micromamba's header.
    if (at <= header || line === '' || line.startsWith('#') || /^[-\u2500\s]+$/.test(line)) continue;
    const [name = '', version = '', build = '', channel = '', more] = line.split(/\s+/);
    if (version === '' || more !== undefined) {
      const message = 'expected name, version, build and channel';
      problems.push(problemOf('conda', where, 'conda-list', at + 1, withoutSecrets(line), message));
    } else if (channel === 'pypi' || /^(pypi|<pip>)/.test(build)) pip.push({ name, version });
    else
      packages.push({
        name,
        version,
        build,
        subdir: '',
        channel: channelName(channel),
        sha256: '',
        md5: '',
      });
  }
  return { facts: environmentOf(packages, pip, problems.length), problems };
}

/** `conda list --export`: name=version=build a line. */
export function parseExport(text: string, where: string): Listed<Environment> | null {
  const packages: Package[] = [];
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  for (const [at, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [name = '', version = '', build = '', more] = line.split('=');
    if (name === '' || version === '' || build === '' || more !== undefined || /\s/.test(line)) {
      problems.push(problemOf('conda', where, 'conda-export', at + 1, line, 'expected name=version=build'));
    } else if (build.startsWith('pypi')) pip.push({ name, version });
    else packages.push({ name, version, build, subdir: '', channel: '', sha256: '', md5: '' });
  }
  // Other texts have a line or two that look so.
  if (packages.length === 0 || problems.length > (packages.length + pip.length) / 5) return null;
  return { facts: environmentOf(packages, pip, problems.length), problems };
}

/**
 * `conda list --json`, mamba's and pixi's: a list of records. conda up to 4.2 lists `name-version-build` instead, and
 * pixi says by `kind` what came from PyPI.
 */
export function parseListJson(text: string, where: string): Listed<Environment> | null {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(list) || list.length === 0) return null;
  const packages: Package[] = [];
  const pip: PipPackage[] = [];
  const problems: Problem[] = [];
  let places: ((at: number) => Place) | null = null;
  for (const [at, row] of list.entries()) {
    const record = typeof row === 'string' ? distOf(row) : objectOf(row);
    const from = record?.kind === 'conda' ? { channel: record.channel ?? record.source } : {};
    const found = record && packageOf({ ...record, ...from, subdir: record.subdir ?? record.platform }, '');
    if (!found) {
      const message = 'expected a record with name and version';
      places ??= rowPlaces(text, '');
      problems.push(problemAt(places(at), where, 'conda-list-json', shown(row), `row ${at + 1}: ${message}`));
    } else if (found.channel === 'pypi' || record.kind === 'pypi' || found.build === '<pip>')
      pip.push({ name: found.name, version: found.version });
    else packages.push({ ...found, subdir: found.subdir === 'pypi' ? '' : found.subdir });
  }
  return packages.length + pip.length === 0
    ? null
    : { facts: environmentOf(packages, pip, problems.length), problems };
}

function distOf(text: string): Record<string, unknown> | null {
  const [, channel = '', dist = text] = /^(.*)::([^:]+)$/.exec(text) ?? [];
  const parts = fileNameParts(dist);
  return parts && { ...parts, channel };
}

/** A row for a message. What is nested too deep to be written is shown by its kind alone. */
export function shown(row: unknown): string {
  try {
    return withoutSecrets(JSON.stringify(row) ?? '');
  } catch {
    return typeof row;
  }
}
