import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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
  /** Files that a site touches whenever it changes the tree below a path. */
  stamps?: { path: string; file: string }[];
}

export interface AgentBundle {
  /** First 12 hex digits of the sha256 of the text. */
  version: string;
  text: string;
}

let bundle: AgentBundle | undefined;

/** agents/ lies beside server/ in the source tree and beside dist/ once built. */
function agentFile(name: string): string {
  for (const up of ['../../agents/', '../../../agents/']) {
    try {
      return readFileSync(fileURLToPath(new URL(`${up}${name}`, import.meta.url)), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`agents/${name} is missing from this installation`);
}

/** The whole script that runs on a node: prelude, facets, and the call as its last line. */
export function agentBundle(): AgentBundle {
  if (bundle) return bundle;
  const facets = facetNames.map((name) => agentFile(`facets/${name}.sh`));
  const body = [agentFile('prelude.sh'), ...facets, `GZ_ALL_FACETS='${facetNames.join(' ')}'`].join('\n');
  const version = createHash('sha256').update(body).digest('hex').slice(0, 12);
  bundle = { version, text: `${body}\nGZ_AGENT=${version}\ngz_main; exit\n` };
  return bundle;
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

/**
 * The lines to put in front of the bundle. Paths with a newline cannot be said in a list and are left out.
 */
export function settingsLines(settings: AgentSettings): string {
  const places = (list: { facet: string; path: string }[]) =>
    list
      .filter(({ path }) => !path.includes('\n'))
      .map(({ facet, path }) => `${facet} ${path}`)
      .join('\n');
  const values: [string, string | undefined][] = [
    ['GZ_NONCE', settings.nonce],
    ['GZ_FACETS', settings.facets?.join(' ')],
    // Left out when empty: a recorded node names its own folder in its environment.
    ['GZ_ROOT', settings.root || undefined],
    ['GZ_LIMIT', settings.limit?.toString()],
    ['GZ_ROOTS', settings.roots && places(settings.roots)],
    ['GZ_KNOWN', settings.known && places(settings.known)],
    ['GZ_OWNERS', settings.owners?.join(' ')],
    ['GZ_CONTENTS', settings.contents?.filter((line) => !line.includes('\n')).join('\n')],
    ['GZ_LOADS', settings.loads?.filter((line) => !line.includes('\n')).join('\n')],
    ['GZ_DIGESTS', settings.digests?.filter((path) => !path.includes('\n')).join('\n')],
    ['GZ_BUSY', settings.busy],
    ['GZ_OPS', settings.operations?.toString()],
    ['GZ_ASK', settings.ask ? '1' : undefined],
    [
      'GZ_STAMPS',
      settings.stamps
        ?.filter(({ path, file }) => !/[\t\n]/.test(path + file))
        .map(({ path, file }) => `${path}\t${file}`)
        .join('\n') || undefined,
    ],
    ['GZ_HOMES', settings.homes === undefined ? undefined : settings.homes ? '1' : ''],
  ];
  return values
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${shellQuote(value)}\n`)
    .join('');
}
