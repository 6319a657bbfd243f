import { describe, expect, test } from 'vitest';
import { aliasGroups } from '../../server/names/alias-table.ts';
import { shippedAliases } from '../../server/names/aliases.ts';
import { explainName } from '../../server/names/explain.ts';
import { nameConda, nameImageReference, nameModule } from '../../server/names/index.ts';

describe('the shipped table', () => {
  const lines = aliasGroups.flatMap((group) =>
    Object.entries(group.names).flatMap(([from, to]) => group.scopes.map((scope) => ({ scope, from, to }))),
  );

  test('says each name once per ecosystem, so that no line undoes another', () => {
    const keys = lines.map((line) => `${line.scope} ${line.from}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  // conda and Debian give the short names to other things than everybody else does.
  const renamed = new Set([
    'blast-legacy',
    'libprotobuf',
    'kmer-jellyfish',
    'sickle-trim',
    'rna-star',
    'ninja-build',
  ]);

  test('is in lower case and needs no second look-up', () => {
    for (const { scope, from, to } of lines) {
      expect(from).toBe(from.toLowerCase());
      expect(to).toBe(to.toLowerCase());
      const next = lines.find((line) => line.scope === scope && line.from === to);
      // What PyPI's names lead to are names of conda, which PyPI may have for other things.
      if (scope !== 'pip' && !renamed.has(from))
        expect(next === undefined || next.to === to, `${scope}: ${from} -> ${to}`).toBe(true);
    }
  });

  test('has a sentence for every group', () => {
    for (const group of aliasGroups) expect(group.sentence).toMatch(/\.$/);
  });
});

describe("an administrator's table", () => {
  const own = shippedAliases.extend([
    { from: 'MyTool-Suite', to: 'mytool', label: 'MyTool' },
    { from: 'star', to: 'star-ccm', scopes: ['module'] },
    { from: 'r-base', to: 'r-language', scopes: ['conda'] },
  ]);

  test('holds for every ecosystem or those it names, and wins over the shipped one', () => {
    expect(nameModule('MyTool-Suite/1.0', own)).toMatchObject({
      tool: 'mytool',
      label: 'MyTool',
      version: '1.0',
    });
    expect(nameImageReference('acme/mytool-suite:1.0', own)?.tool).toBe('mytool');
    expect(nameModule('STAR/17.04', own)?.tool).toBe('star-ccm');
    expect(nameConda({ name: 'star', version: '2.7', build: 'h9ee0642_0' }, own)?.tool).toBe('star');
    expect(nameConda({ name: 'r-base', version: '4.3', build: 'h9ee0642_0' }, own)?.tool).toBe('r-language');
  });

  test('leaves the shipped table as it was', () => {
    expect(nameModule('STAR/2.7.10b')?.tool).toBe('star');
    expect(nameConda({ name: 'r-base', version: '4.3', build: 'h9ee0642_0' })?.tool).toBe('r');
  });
});

describe('explanations', () => {
  test('name the rules in order and the reason of the alias', () => {
    const told = explainName('r-base=4.3.1=h93585b2_6', 'conda');
    expect(told.form).toBe('conda');
    expect(told.result).toMatchObject({ tool: 'r', label: 'R', version: '4.3.1', build: 'h93585b2_6' });
    expect(told.steps.map((step) => step.rule)).toEqual(['conda-package', 'alias']);
    expect(told.steps[1]?.sentence).toContain('r-base');
  });

  test.each([
    ['samtools_1.17.sif', 'apptainer', 'file', '1.17'],
    ['/data/images/samtools_1.17.sif', 'apptainer', 'file', '1.17'],
    ['docker://staphb/samtools:1.17', 'apptainer', 'image', '1.17'],
    ['quay.io/biocontainers/samtools:1.17--h00cdaf9_0', 'apptainer', 'image', '1.17'],
    ['staphb/samtools:1.17', 'podman', 'image', '1.17'],
    ['numpy==1.26.0', 'venv', 'conda', '1.26.0'],
    ['conda-forge::numpy=1.26.0', 'conda', 'conda', '1.26.0'],
    ['bio/SAMtools/1.17-GCC-12.2.0', 'module', 'module', '1.17'],
  ] as const)('%s by %s is taken as %s', (text, provider, form, version) => {
    const told = explainName(text, provider);
    expect(told.form).toBe(form);
    expect(told.result?.version).toBe(version);
  });

  test('say so when nothing can be said', () => {
    expect(explainName('', 'module')).toMatchObject({ result: null, steps: [] });
    expect(explainName('<none>:<none>', 'docker').result).toBeNull();
  });
});
