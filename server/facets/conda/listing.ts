import { channelName } from './channel.ts';
import { objectOf, parsedObject, textOfKey, textsOf } from './json.ts';
import type { Listed } from './lists.ts';
import type { Listing } from './schema.ts';

/** As conda's env_name: the folder below `envs`. */
const nameOf = (path: string, prefix: string) =>
  path === prefix ? 'base' : (/[\\/]envs[\\/]([^\\/]+)$/.exec(path)?.[1] ?? '');

/**
 * `conda info --json`, `conda env list --json` and mamba's. Of the rest, such as the environment's variables and the
 * user's name, nothing is taken.
 */
export function parseListingJson(text: string): Listed<Listing> | null {
  if (!/"(?:envs|base environment)"/.test(text)) return null;
  const file = parsedObject(text);
  if (!file || (!Array.isArray(file.envs) && typeof file['base environment'] !== 'string')) return null;
  const said = textOfKey(file);
  // micromamba writes whether it can be written to behind it.
  const prefix = said('root_prefix') || said('base environment').replace(/ \([a-z -]+\)$/, '');
  const details = objectOf(file.envs_details) ?? {};
  const environments = textsOf(file.envs).map((path) => ({
    name: textOfKey(objectOf(details[path]) ?? {})('name') || nameOf(path, prefix),
    path,
  }));
  const channels = [...new Set(textsOf(file.channels).map(channelName))];
  const { conda, platform } = { conda: said('conda_version'), platform: said('platform') };
  return {
    facts: { kind: 'conda.listing', conda, platform, prefix, channels, environments },
    problems: [],
  };
}

/** `conda env list` and `micromamba env list`: name, a mark of the active one, path. */
export function parseListingText(text: string): Listed<Listing> | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const head = lines.findIndex((line) => /^# conda environments:$|^Name +Active +Path$/.test(line));
  if (head === -1) return null;
  const environments: Listing['environments'] = [];
  for (const line of lines.slice(head + 1)) {
    const place = line.search(/(?:^|\s)(?:\/|[A-Za-z]:\\)/);
    if (place === -1 || line.startsWith('#')) continue;
    const words = line.slice(0, place).trim().split(/\s+/);
    // conda 25 marks with a + what cannot be written to.
    const name = words[0] === '*' || words[0] === '+' ? '' : (words[0] ?? '');
    environments.push({ name, path: line.slice(place).trim() });
  }
  const prefix = environments.find((one) => one.name === 'base')?.path ?? '';
  return {
    facts: { kind: 'conda.listing', conda: '', platform: '', prefix, channels: [], environments },
    problems: [],
  };
}
