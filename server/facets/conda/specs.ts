import { channelName, withoutSecrets } from './channel.ts';
import { objectOf } from './json.ts';
import type { Listed } from './lists.ts';
import type { Specification } from './schema.ts';
import { yamlTexts } from './yaml.ts';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** A file that asks for nothing has channels, and no key of another program's. */
const KEYS = new Set(['name', 'channels', 'prefix', 'variables', 'platforms']);

/** An environment file (conda's documentation, "Creating an environment file manually"). */
export function parseEnvironmentFile(text: string): Listed<Specification> | null {
  if (!/\b(?:dependencies|channels)\b/.test(text)) return null;
  const file = objectOf(yamlTexts(text));
  // package.json and others have a map of that name; a file that asks for nothing has an empty one.
  if (!file || objectOf(file.dependencies)) return null;
  const isBare = Array.isArray(file.channels) && Object.keys(file).every((key) => KEYS.has(key));
  if (!('dependencies' in file) && !isBare) return null;
  const list = Array.isArray(file.dependencies) ? file.dependencies : [];
  const specs: string[] = [];
  const pip: string[] = [];
  for (const one of list) {
    if (typeof one === 'string') specs.push(one);
    for (const [key, value] of Object.entries(objectOf(one) ?? {})) {
      const values = typeof value === 'string' ? [value] : texts(value);
      if (key === 'pip') pip.push(...texts(value));
      // mamba's selectors (its documentation, "Specification files"): `sel(linux): spec`.
      else if (/^sel\(.*\)$/.test(key))
        specs.push(...values.map((spec) => `${spec} # [${key.slice(4, -1)}]`));
    }
  }
  return {
    facts: {
      kind: 'conda.specification',
      name: typeof file.name === 'string' ? file.name : '',
      channels: texts(file.channels).map(channelName),
      specs: specs.map(withoutSecrets),
      pip: pip.map(withoutSecrets),
    },
    problems: [],
  };
}
