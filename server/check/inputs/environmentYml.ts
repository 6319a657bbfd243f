import { channelName, withoutSecrets } from '../../facets/conda/channel.ts';
import { listOf, objectOf, textsOf } from '../../facets/conda/json.ts';
import { NO_PLACE, type Place, rowPlaces } from '../../facets/conda/rowPlaces.ts';
import { yamlTexts } from '../../facets/conda/yaml.ts';
import { type Requirement, type Unread, unreadAt } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { LineIndex } from './lineIndex.ts';
import { Conditions, pipLine } from './pipLine.ts';
import { condaSpec } from './requirements.ts';

/** conda's environment.yml, and mamba's with selectors. */
export const environmentYml: CheckForm = {
  form: 'environment-yml',
  sentence: 'an environment file of conda (environment.yml)',
  read: ({ text, yaml = () => yamlTexts(text) }) => {
    if (!/\b(?:dependencies|channels)\b/.test(text)) return null;
    const file = objectOf(yaml());
    if (!file || !isEnvironment(file)) return null;
    const lines = new LineIndex(text, Math.max(0, text.search(/\bdependencies["']?\s{0,9}:/)));
    const notes: string[] = [];
    const conditions = new Conditions();
    const places = { lines, rows: rowPlaces(text, 'dependencies') };
    const made = listOf(file.dependencies).flatMap((one, at) =>
      dependency(one, at, places, notes, conditions),
    );
    notes.push(...conditions.notes());
    const channels = textsOf(file.channels).map(channelName);
    if (channels.length > 0) notes.push(`Channels: ${channels.join(', ')}.`);
    return { ...gathered(made, [], notes), channels };
  },
};

/** Keys of a file that asks for nothing. */
const BARE = new Set(['name', 'channels', 'prefix', 'variables', 'platforms']);

/** As facets/conda/specs.ts recognises it: other files have a map of dependencies, or channels of their own. */
function isEnvironment(file: Record<string, unknown>): boolean {
  if ('dependencies' in file) return !objectOf(file.dependencies);
  return Array.isArray(file.channels) && Object.keys(file).every((key) => BARE.has(key));
}

function dependency(
  one: unknown,
  at: number,
  { lines, rows }: { lines: LineIndex; rows: (at: number) => Place },
  notes: string[],
  conditions: Conditions,
): (Requirement | Unread)[] {
  if (typeof one === 'string') return [specAt(one, lines, () => rows(at))];
  const map = objectOf(one);
  if (!map) return [unreadAt({ ...rows(at), text: describe(one) }, 'expected the name of a package')];
  return Object.entries(map).flatMap(([key, value]) => {
    const values = typeof value === 'string' ? [value] : textsOf(value);
    if (key === 'pip')
      return values.flatMap((text) =>
        pipLine({ ...lines.place(text), text: withoutSecrets(text) }, conditions),
      );
    // mamba's selectors (its documentation, "Specification files"): clusters run Linux.
    const [, system] = /^sel\((\w{1,20})\)$/.exec(key) ?? [];
    if (system === 'linux' || system === 'unix') return values.map((text) => specAt(text, lines));
    if (system !== undefined) {
      notes.push(`What is asked for on ${system} alone is left out: ${values.join(', ').slice(0, 200)}.`);
      return [];
    }
    return [unreadAt({ ...rows(at), text: key }, 'expected the name of a package, or pip:')];
  });
}

function specAt(text: string, lines: LineIndex, row: () => Place = () => NO_PLACE): Requirement | Unread {
  const clean = withoutSecrets(text);
  const found = lines.place(text);
  return condaSpec({ ...(found.line === 0 ? row() : found), text: clean }, clean.replace(/\s#.*$/, ''));
}

function describe(value: unknown): string {
  return Array.isArray(value) ? 'a list' : String(value).slice(0, 100);
}
