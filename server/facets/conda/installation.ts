import type { Part } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import { partText } from '../reading.ts';
import { channelName } from './channel.ts';
import { objectOf } from './json.ts';
import { fileNameParts } from './record.ts';
import type { Installation } from './schema.ts';
import { yamlValue } from './yaml.ts';

/** An installation from the parts of its first item. */
export function readInstallation(parts: Part[]): Installation {
  const versions = new Map<string, string>();
  for (const line of partText(parts, 'conda').split('\n')) {
    const file = fileNameParts(line);
    if (file) versions.set(file.name, file.version);
  }
  const condarcs = parts.filter((part) => part.name === 'condarc').map((part) => textOf(part.bytes));
  const channels = [...new Set(condarcs.flatMap(channelsOf))];
  return {
    kind: 'conda.installation',
    product: productOf(partText(parts, 'licence'), partText(parts, 'folder').trim(), versions, channels),
    conda: versions.get('conda') ?? '',
    mamba: versions.get('mamba') ?? '',
    distribution: versions.get('anaconda') ?? '',
    channels,
  };
}

/** Of a .condarc the agent sends the list of channels alone; YAML of a megabyte would keep everybody waiting for seconds. */
const MOST_CONDARC = 32 * 1024;

/** Channels of a .condarc; a file that is no YAML, or too long, tells none. */
export function channelsOf(condarc: string): string[] {
  if (condarc.length > MOST_CONDARC) return [];
  const list = objectOf(yamlValue(condarc))?.channels;
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string').map(channelName) : [];
}

const WORDS = ['mambaforge', 'miniforge', 'miniconda', 'anaconda', 'micromamba'] as const;

/**
 * The distribution's package tells, then LICENSE.txt ("Miniconda End User License Agreement"), then the folder.
 * Miniforge and Mambaforge have one licence, of conda-forge, which names neither.
 */
function productOf(
  licence: string,
  folder: string,
  versions: Map<string, string>,
  channels: string[],
): Installation['product'] {
  if (versions.has('anaconda')) return 'anaconda';
  const wordIn = (text: string) => WORDS.find((word) => text.toLowerCase().includes(word));
  const named = wordIn(licence);
  if (named !== undefined) return named;
  if (licence.includes('conda-forge')) return wordIn(folder) === 'mambaforge' ? 'mambaforge' : 'miniforge';
  const called = wordIn(folder);
  if (called !== undefined) return called;
  if (!versions.has('conda')) return 'micromamba';
  return channels[0] === 'conda-forge' ? 'miniforge' : 'conda';
}
