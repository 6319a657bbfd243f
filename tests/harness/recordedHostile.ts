import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sifFile } from '../facets/images-make.ts';
import { recordedRoot } from './invented.ts';

/**
 * Names that somebody may give to a file, a module, a label or an environment. None holds a slash, which no file
 * name can. A shell that evaluates one makes the file $CANARY.
 */
export const HOSTILE = {
  quotes: `it's "quoted"`,
  newline: 'two\nlines',
  command: '$(touch "$CANARY")',
  backticks: '`touch $CANARY`',
  separators: ';touch $CANARY;',
  dash: '-rf',
  formula: '=1+1',
  percent: '%s%n',
  ansi: '\x1b[31mred\x1b[0m',
  title: '\x1b]0;owned\x07',
  html: '<script>alert(1)<script>',
  turned: '\u202egnp.exe',
  marker: 'x\n@gz 0123456789abcdef end-root absent',
  frame: 'y\n0123456789abcdef+9 bye\n0123456789abcdef=9 0 0 1',
  glob: '*?[a]',
  sql: "'; drop table node; --",
} as const;

/** Two bytes that are no UTF-8, and how they are shown (server/frames/text.ts). */
export const NO_TEXT = { bytes: Buffer.from('caf\xe9\xff', 'latin1'), shown: 'caf\\xe9\\xff' };

export const PLACES = { modules: '/opt/modules/Core', conda: '/opt/miniforge3', images: '/opt/containers' };

/** A recorded node on which every module, image, label, environment and package has a hostile name. */
export function hostileRoot(root: string): void {
  recordedRoot('alpine/edelweiss/cpu001', root);
  const names = Object.values(HOSTILE);
  writeFileSync(join(root, '.gazetteer/run/modules-spider.out'), spiderJson(names));
  writeFileSync(join(root, '.gazetteer/run/modules-avail.err'), `${PLACES.modules}:\n`);
  const images = join(root, PLACES.images);
  const environments = join(root, PLACES.conda, 'envs');
  mkdirSync(images, { recursive: true });
  mkdirSync(join(root, PLACES.conda, 'condabin'), { recursive: true });
  for (const name of [...names.map((one) => Buffer.from(one)), NO_TEXT.bytes]) {
    const labels = JSON.stringify({
      'org.opencontainers.image.title': name.toString(),
      [name.toString()]: '1',
    });
    // A line of a definition ends at a newline.
    const [from = ''] = name.toString().split('\n');
    const objects = [
      { type: 0x4003, id: 1, text: labels },
      { type: 0x4001, id: 2, text: `bootstrap: docker\nfrom: ${from}\n` },
    ];
    writeFileSync(inside(images, name, '.sif'), sifFile({ objects }));
    const meta = inside(environments, name, '/conda-meta');
    mkdirSync(meta, { recursive: true });
    writeFileSync(Buffer.concat([meta, Buffer.from('/p-1.0-0.json')]), packageRecord(name.toString()));
  }
}

function inside(folder: string, name: Buffer, rest: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), name, Buffer.from(rest)]);
}

/** What `spider -o spider-json` prints; one description holds a byte that is no text. */
function spiderJson(names: string[]): Buffer {
  const modules = names.map((name) => [
    name,
    {
      [`${PLACES.modules}/${name}/1.0.lua`]: {
        fullName: `${name}/1.0`,
        Version: '1.0',
        mpath: PLACES.modules,
        hidden: false,
        whatis: [`Description: ${name} </script>`],
      },
    },
  ]);
  const [text, rest] = JSON.stringify(Object.fromEntries(modules)).split('%s%n </script>');
  return Buffer.concat([Buffer.from(`${text}%s%n `), NO_TEXT.bytes, Buffer.from(`${rest}`)]);
}

function packageRecord(name: string): string {
  const record = {
    name,
    version: '1.0',
    build: '0',
    subdir: 'linux-64',
    channel: `https://example.org/${name}`,
  };
  return JSON.stringify(record, null, 2);
}
