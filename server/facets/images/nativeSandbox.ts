import type { Part } from '../../frames/evidence.ts';
import type { NativeForm, NativeInput } from '../facet.ts';
import { PROGRAMS } from './elf.ts';
import { imagesReading } from './nativeReading.ts';
import { readSandbox } from './sandbox.ts';

const MARK = '.singularity.d/';

/** What the agent sends of an unpacked image, from its files. */
function partsOf({ files }: NativeInput): Part[] {
  const own = files.flatMap(({ path, bytes }): Part[] =>
    path === `${MARK}labels.json` || path === `${MARK}Singularity`
      ? [{ name: path.slice(MARK.length), bytes }]
      : [],
  );
  const program = PROGRAMS.map((name) => files.find(({ path }) => path === name)).find(
    (file) => file !== undefined,
  );
  const dump = (program?.bytes.toString('hex', 0, 20) ?? '').replace(/../g, ' $&');
  return [
    { name: 'sandbox', bytes: Buffer.from('singularity.d\n') },
    ...own,
    { name: 'elf', bytes: Buffer.from(`0000000${dump}\n`) },
  ];
}

export const sandboxForm: NativeForm = {
  format: 'sandbox',
  sentence: 'The folder of an unpacked image (a sandbox), with its `.singularity.d`.',
  recognise: (input) => input.files.some(({ path }) => path.startsWith(MARK)),
  parse: (input) => {
    const parts = partsOf(input);
    const mount = { point: '-', fstype: '-', source: '-', inode: '-' };
    const found = readSandbox({ path: input.name, parts }, mount);
    return imagesReading(input, 'sandbox', 'folder', [{ path: input.name, found, parts }]);
  },
};
