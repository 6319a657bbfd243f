import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileHashesIn } from '../../server/facets/modules/file-hashes.ts';
import { readModules } from '../../server/facets/modules/read.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { agentSession, shells } from '../harness/agent.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Modulefiles on a tree that is listed by its names: nobody trusts its owner. */
describe('hashes of modulefiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-hashes-'));
  const tree = join(folder, 'mf');
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  const read = (shell: string[], env: Record<string, string> = {}) => {
    const session = agentSession(
      { facets: ['modules'], roots: [{ facet: 'modules', path: tree }] },
      shell,
      env,
    );
    expect([session.complete, session.damage]).toEqual([true, []]);
    const [evidence] = session.facets;
    if (!evidence) throw new Error('no facet');
    const root = readModules(evidence).roots.find(({ path }) => path === tree);
    return { root, files: Object.fromEntries((root?.files ?? []).map((one) => [one.fullName, one.sha256])) };
  };

  beforeAll(() => {
    put('GCC/12.2.0.lua', 'help("gcc")\n');
    put('samtools/1.17', '#%Module\nsetenv A 1\n');
    put('with space/1.0', '#%Module\n');
    put('-n/1.0', '#%Module 1.0\n');
    put('notes/README', 'no modulefile\n');
    put('GCC/.modulerc.lua', 'hide_version("GCC/12.2.0")\n');
    put('empty/1.0.lua', '');
    put('large/1.0.lua', `-- ${'x'.repeat(1024 * 1024 + 512)}\n`);
    // A name that would tell another one's hash.
    put(`evil/x\n${'0'.repeat(64)}  ./GCC/12.2.0.lua`, 'help("evil")\n');
    symlinkSync('/etc/passwd', join(tree, 'GCC/secret.lua'));
    symlinkSync('/proc/self/environ', join(tree, 'GCC/environment.lua'));
    symlinkSync('12.2.0.lua', join(tree, 'GCC/12.lua'));
    execFileSync('mkfifo', [join(tree, 'GCC/pipe.lua')]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const shell of shells) {
    test(`under ${shell.join(' ')}: of what looks like one, and nothing can be forged`, () => {
      const { files } = read(shell);
      expect(files).toMatchObject({
        'GCC/12.2.0': sha256('help("gcc")\n'),
        'GCC/12': sha256('help("gcc")\n'),
        'samtools/1.17': sha256('#%Module\nsetenv A 1\n'),
        'with space/1.0': sha256('#%Module\n'),
        '-n/1.0': sha256('#%Module 1.0\n'),
      });
      expect(Object.keys(files)).not.toContain('large/1.0');
      expect(Object.keys(files)).not.toContain('GCC/environment');
      expect(Object.values(files)).not.toContain('0'.repeat(64));
    }, 60_000);
  }

  test('are no part of the document or its evidence', () => {
    const before = read(['sh']);
    put('GCC/12.2.0.lua', 'help("gcc, edited")\n');
    const after = read(['sh']);
    expect(after.files['GCC/12.2.0']).toBe(sha256('help("gcc, edited")\n'));
    expect(after.files['GCC/12.2.0']).not.toBe(before.files['GCC/12.2.0']);
    const facts = ({ root }: typeof before) => root?.items.map((item) => item.facts);
    expect(facts(after)).toEqual(facts(before));
    const parts = after.root?.items.flatMap(({ evidence }) => evidence.parts.map(({ name }) => name));
    expect(parts).not.toContain('hashes');
  }, 60_000);

  test('a listing that tells no file finds them by the name', () => {
    const hex = 'a'.repeat(64);
    const bytes = Buffer.from(
      `${hex}  ./GCC/12.2.0.lua\n${hex} *./bwa/1\n${hex}  -\nno line\n${hex}  ./other\n`,
    );
    const modules = ['GCC/12.2.0', 'bwa/1', 'zlib/1'].map(namedModule);
    expect(fileHashesIn([{ name: 'hashes', bytes }], modules)).toEqual([
      { fullName: 'GCC/12.2.0', sha256: hex },
      { fullName: 'bwa/1', sha256: hex },
    ]);
    expect(fileHashesIn([], modules)).toEqual([]);
  });
});
