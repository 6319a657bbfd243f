import { type Part, partOf } from '../../frames/evidence.ts';
import { textOf } from '../../frames/text.ts';
import { bytesOfHex, elfArchitecture } from '../hardware/architecture.ts';
import { partText } from '../reading.ts';
import type { BinaryFormat } from './schema.ts';

/** Handlers of binfmt_misc, sorted by name; null when the node does not tell. */
export function binaryFormatsOf(parts: Part[]): BinaryFormat[] | null {
  if (partOf(parts, 'binfmt-none')) return [];
  if (!partOf(parts, 'binfmt-status')) return null;
  const isOn = partText(parts, 'binfmt-status').trim() !== 'disabled';
  return parts
    .filter((part) => part.name === 'binfmt')
    .map((part) => handlerOf(textOf(part.bytes), isOn))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A name that ends in /, and lines such as `enabled`, `interpreter /usr/bin/qemu-aarch64`, `magic 7f454c46...`. */
function handlerOf(text: string, isOn: boolean): BinaryFormat {
  const slash = text.indexOf('/\n');
  const name = slash === -1 ? text.trim() : text.slice(0, slash);
  const lines = slash === -1 ? [] : text.slice(slash + 2).split('\n');
  const value = (word: string) =>
    lines
      .find((line) => line.startsWith(`${word} `))
      ?.slice(word.length + 1)
      .trim() ?? '';
  const isAtStart = value('offset') === '0';
  return {
    name,
    enabled: isOn && lines[0]?.trim() === 'enabled',
    architecture: isAtStart ? elfArchitecture(bytesOfHex(value('magic'))) : '',
    interpreter: value('interpreter'),
    flags: value('flags:'),
  };
}
