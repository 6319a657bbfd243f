import { describe, expect, test } from 'vitest';
import { hardware } from '../../server/facets/hardware/index.ts';
import { kernel } from '../../server/facets/kernel/index.ts';
import { os } from '../../server/facets/os/index.ts';
import { readParts } from './node-facets.ts';

const MANY = 400_000;

/** Texts that make a reader slow whose time grows faster than its input; each then runs into the time limit. */
const texts: [string, string][] = [
  ['spaces', `NAME=a${' '.repeat(MANY)}b`],
  ['blank lines', '\n'.repeat(MANY)],
  ['spaces and lines', ' \n'.repeat(MANY)],
  ['one word', 'x'.repeat(MANY)],
  ['digits and dots', `Linux h ${'1.'.repeat(MANY)}`],
  ['quotes', `ID="${'\\"'.repeat(MANY)}`],
  ['brackets', 'ldd ('.repeat(MANY)],
  ['colons', 'a:'.repeat(MANY)],
  ['processors', 'processor : 0\n'.repeat(MANY)],
  ['models', `CPU(s): 1\n${'Model name: A\n'.repeat(MANY)}`],
  ['fields', `{"lscpu":[${'{"field":"a","data":"b"},'.repeat(MANY)}{}]}`],
  ['nested', `{"lscpu":[${'{"field":"a","data":"b","children":['.repeat(2000)}${']}'.repeat(2000)}]}`],
  ['names', 'vmlinuz-6.1/\n'.repeat(MANY)],
  ['different names', Array.from({ length: 20_000 }, (_, at) => `vmlinuz-6.${at}/\n`).join('')],
];

describe.each(texts)('%s', (_, text) => {
  const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] };
  test.each([hardware, os, kernel])('$name', (facet) => {
    for (const form of facet.natives) {
      form.recognise(input);
      expect(['present', 'failed']).toContain(form.parse(input).outcome);
    }
    const names = ['cpuinfo', 'topology', 'memory', 'numa', 'elf', 'arch', 'os-release', 'facts', 'libc'];
    const others = ['binfmt-status', 'binfmt', 'running', 'uname', 'boot', 'modules'];
    const parts = Object.fromEntries([...names, ...others].map((name) => [name, text]));
    expect(['present', 'failed']).toContain(readParts(facet, parts).outcome);
  });
});
