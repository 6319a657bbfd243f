import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { agentSession, shells } from '../harness/agent.ts';

/** What was recorded of a program reads as what the program would have said itself. */

const folder = mkdtempSync(join(tmpdir(), 'gazetteer-recorded-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = join(folder, '.gazetteer/run');
const bin = join(folder, 'usr/bin');
mkdirSync(run, { recursive: true });
mkdirSync(bin, { recursive: true });

function recorded(name: string, files: { out?: string; err?: string; rc?: string }): void {
  writeFileSync(join(bin, name), '#!/bin/sh\necho started >&2\n');
  chmodSync(join(bin, name), 0o755);
  for (const [ending, text] of Object.entries(files)) writeFileSync(join(run, `${name}.${ending}`), text);
}

const many = Array.from({ length: 30 }, (_, line) => `  line ${line} \\n $x`).join('\n');
recorded('podman', { out: `${many}\n\n\n`, err: 'cannot\twrite\nto /\n', rc: '3\n' });
recorded('docker', { out: 'no end of line' });
recorded('sarus', { rc: '1' });
recorded('apptainer', { out: '1\n2\n3\n4\n5\n6\n7\n8\n' });

test.each(shells.map((shell) => [shell.join(' '), shell] as const))('under %s', (_, shell) => {
  const [facet] = agentSession({ root: folder, facets: ['runtimes'] }, shell).facets;
  const text = (name: string) => facet?.parts.find((part) => part.name === name)?.bytes.toString();
  expect(text('1-path')).toBe('/usr/bin/apptainer');
  expect(text('1-version')).toBe('1\n2\n3\n4\n5\n6\n7\n8\n');
  expect(text('2-path')).toBe('/usr/bin/podman');
  expect(text('2-version')).toBe(`cannot\twrite\nto /\n${many}\n`);
  expect(text('2')).toContain('rc=3\n');
  expect(text('3-path')).toBe('/usr/bin/docker');
  expect(text('3-version')).toBe('no end of line\n');
  expect(text('3')).toContain('rc=0\n');
  expect(text('4-path')).toBe('/usr/bin/sarus');
  expect(text('4-version')).toBe('\n');
  expect(text('4')).toContain('rc=1\n');
});
