import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../config.ts';
import { facetNames } from '../facets/names.ts';

/** Settings of one run; each becomes a GZ_* variable (agents/prelude.sh lists their meaning). */
export interface AgentSettings {
  nonce?: string;
  facets?: string[];
  root?: string;
  /** Seconds one facet may take. */
  limit?: number;
  /** Extra places to look: facet and path. */
  roots?: { facet: string; path: string }[];
  /** Roots seen before: reported even when they are gone. */
  known?: { facet: string; path: string }[];
  /** Users, besides root, whose modulefiles may be evaluated. */
  owners?: string[];
  /** Image files to compute the sha256 of. */
  digests?: string[];
  /** Image files to list the packages in, each behind the offset of its squashfs. */
  contents?: string[];
  /** Default modules to load as a test: tree, folder to use first, and what to load, set apart by tabs. */
  loads?: string[];
  homes?: boolean;
  /** Of a node that runs jobs: nothing is read, or only what costs nearly nothing. */
  busy?: 'skip' | 'cheap';
  /** File system operations a second while places on network file systems are read; 0 for any number. */
  operations?: number;
  /** The agent asks before it reads a root, and waits for the answer on standard input. */
  ask?: boolean;
  /** Folders that the site names as the same on all nodes. */
  shared?: string[];
  /** Files that a site touches whenever it changes the tree below a path. */
  stamps?: { path: string; file: string }[];
}

export interface AgentBundle {
  /** First 12 hex digits of the sha256 of the text. */
  version: string;
  text: string;
}

let parts: { version: string; body: string } | undefined;

const agents = join(installation, 'agents');

/** A part of the agent below agents/, such as `facets/modules`: its file, and where that would be too long the others in a folder of its name. */
export function agentFiles(part: string): string[] {
  const folder = join(agents, part);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sh')) : [];
  return [`${part}.sh`, ...names.sort().map((name) => `${part}/${name}`)];
}

const agentText = (part: string): string =>
  agentFiles(part)
    .map((name) => readFileSync(join(agents, name), 'utf8'))
    .join('\n');

function agentParts(): { version: string; body: string } {
  if (parts) return parts;
  const facets = facetNames.map((name) => agentText(`facets/${name}`));
  const body = [
    agentText('prelude'),
    agentText('inside'),
    ...facets,
    `GZ_ALL_FACETS='${facetNames.join(' ')}'`,
  ].join('\n');
  parts = { version: createHash('sha256').update(body).digest('hex').slice(0, 12), body };
  return parts;
}

/** The whole script that runs on a node: prelude, what reads inside images, facets, and the call as its last line. */
export function agentBundle(): AgentBundle {
  const { version, body } = agentParts();
  return { version, text: `${body}\nGZ_AGENT=${version}\ngz_main; exit\n` };
}

/** The same as a file on a node, for a key with a forced command. It reads alike, so its version is the same. */
export function installedAgent(): AgentBundle {
  const { version, body } = agentParts();
  const text = `${body}\n${agentText('forced')}\nGZ_AGENT=${version}\ngz_installed "$@"; exit\n`;
  return { version, text };
}

/** A word that sh reads back as exactly `text`. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

const PLAIN_WORD = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** The same for a line that people read and paste: quoted only where it has to be. */
export function shellWord(text: string): string {
  return PLAIN_WORD.test(text) ? text : shellQuote(text);
}

/** The GZ_* variables of a run. Paths with a newline cannot be said in a list and are left out. */
export function settingValues(settings: AgentSettings): [name: string, value: string][] {
  const list = (lines: string[] | undefined) => lines?.filter((line) => !line.includes('\n')).join('\n');
  const places = (some: { facet: string; path: string }[] | undefined) =>
    list(some?.map(({ facet, path }) => `${facet} ${path}`));
  const stamps = (some: { path: string; file: string }[] | undefined) =>
    list(
      some?.filter(({ path, file }) => !/\t/.test(path + file)).map(({ path, file }) => `${path}\t${file}`),
    ) || undefined;
  const values: [string, string | undefined][] = [
    ['GZ_NONCE', settings.nonce],
    ['GZ_FACETS', settings.facets?.join(' ')],
    // Left out when empty: a recorded node names its own folder in its environment.
    ['GZ_ROOT', settings.root || undefined],
    ['GZ_LIMIT', settings.limit?.toString()],
    ['GZ_ROOTS', places(settings.roots)],
    ['GZ_KNOWN', places(settings.known)],
    ['GZ_OWNERS', settings.owners?.join(' ')],
    ['GZ_CONTENTS', list(settings.contents)],
    ['GZ_LOADS', list(settings.loads)],
    ['GZ_DIGESTS', list(settings.digests)],
    ['GZ_BUSY', settings.busy],
    ['GZ_OPS', settings.operations?.toString()],
    ['GZ_ASK', settings.ask ? '1' : undefined],
    ['GZ_SHARED', settings.shared?.filter((path) => !path.includes('\n')).join('\n') || undefined],
    ['GZ_STAMPS', stamps(settings.stamps)],
    ['GZ_HOMES', settings.homes === undefined ? undefined : settings.homes ? '1' : ''],
  ];
  return values.filter((pair): pair is [string, string] => pair[1] !== undefined);
}

/** The lines to put in front of the bundle. */
export function settingsLines(settings: AgentSettings): string {
  return settingValues(settings)
    .map(([name, value]) => `${name}=${shellQuote(value)}\n`)
    .join('');
}
