import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hardware } from '../../server/facets/hardware/index.ts';
import { Hardware } from '../../server/facets/hardware/schema.ts';
import { kernel } from '../../server/facets/kernel/index.ts';
import { os } from '../../server/facets/os/index.ts';
import { agentSession } from '../harness/agent.ts';
import { corpus, hasCorpus } from '../harness/corpus.ts';
import { parseNative, row } from './node-facets.ts';

interface Capture {
  path: string;
  truth: string;
  text: string;
}

function captures(kind: string): Capture[] {
  if (!hasCorpus) return [];
  return readFileSync(join(corpus, 'INDEX.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([name, path]) => name === kind && path !== undefined && !path.endsWith('.gz'))
    .map(([, path = '', , , , , truth = '']) => ({
      path,
      truth,
      text: readFileSync(join(corpus, path), 'utf8'),
    }));
}

const isJson = ({ path }: Capture) => path.endsWith('.json');
const json = (text: string): unknown => JSON.parse(text);

describe.skipIf(!hasCorpus)('os-release of the corpus', () => {
  const files = captures('os-release');
  test('is there', () => expect(files.length).toBeGreaterThan(100));

  test.each(files.filter((file) => !isJson(file)))('$path: $truth', ({ text, truth }) => {
    const found = parseNative(os, text);
    const [, id = '', versionId = ''] = /^ID=(.*) VERSION_ID=(.*)$/.exec(truth) ?? [];
    expect(found?.format).toBe('os-release');
    expect(row(found?.facts)).toMatchObject({
      id: id === 'None' ? '' : id,
      versionId: versionId === 'None' ? '' : versionId,
    });
  });

  // The shell itself is the specification of os-release(5).
  test.each(files.filter((file) => !isJson(file)))('$path as sh reads it', ({ path, text }) => {
    const names = ['NAME', 'VERSION', 'PRETTY_NAME', 'VERSION_CODENAME', 'VARIANT_ID', 'BUILD_ID'];
    const script = `. "$1" || exit 9; printf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}`;
    const run = spawnSync('dash', ['-e', '-c', script, 'sh', join(corpus, path)], {
      encoding: 'utf8',
      env: { PATH: '/nonexistent' },
    });
    // Files with bare spaces or prose are no shell; the rows above cover them.
    if (run.status !== 0 || run.stderr !== '') return;
    const found = row(parseNative(os, text)?.facts);
    const said = [found.name, found.version, found.prettyName, found.codename, found.variant, found.build];
    expect(said).toEqual(run.stdout.split('\0').slice(0, -1));
  });

  test.each(files.filter(isJson))('$path, as another reader understood it', ({ path, text }) => {
    const source = files.find((file) => file.path === path.replace(/\.json$/, ''));
    const found = row(parseNative(os, source?.text ?? '')?.facts);
    expect(json(text)).toMatchObject({
      ID: found.id,
      VERSION_ID: found.versionId,
      PRETTY_NAME: found.prettyName,
    });
  });
});

describe.skipIf(!hasCorpus)('cpuinfo of the corpus', () => {
  const files = captures('cpuinfo').filter((file) => !isJson(file));
  test('is there', () => expect(files.length).toBeGreaterThan(40));

  test.each(files)('$path: $truth', ({ text }) => {
    const found = Hardware.parse(parseNative(hardware, text)?.facts);
    // What a reader of one line finds by eye.
    const line = (name: string) => new RegExp(`^${name}[ \\t]*:[ \\t]*(.*?)[ \\t]*$`, 'm').exec(text)?.[1];
    const brand = line('model name') ?? line('machdep\\.cpu\\.brand_string');
    if (brand !== undefined) expect(found.model).toBe(brand);
  });
});

const count = (text: string, name: string) =>
  Number(new RegExp(`^${name}:\\s*(\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);

describe.skipIf(!hasCorpus)('lscpu of the corpus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-lscpu-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const files = captures('lscpu');

  /** `lscpu -p` stands below: one row per processor, with its core and socket. */
  const processors = (text: string) =>
    (text.split('# CPU,Core,Socket')[1] ?? '')
      .split('\n')
      .filter((line) => /^\d+,/.test(line))
      .map((line) => line.split(','));

  test.each(files)('$path against its own table', ({ text }) => {
    const found = Hardware.parse(parseNative(hardware, text)?.facts);
    const table = processors(text);
    expect(found.threads).toBe(table.length);
    expect(found.cores).toBe(new Set(table.map(([, core]) => core)).size);
    // s390 counts what the machine could have; the table what is online.
    if (!/per book/.test(text)) expect(found.sockets).toBe(new Set(table.map(([, , socket]) => socket)).size);
    expect(found.numaNodes).toBe(count(text, 'NUMA node\\(s\\)') || null);
  });

  const dumps = hasCorpus
    ? readdirSync(join(corpus, 'lscpu'), { recursive: true, encoding: 'utf8' }).filter((path) =>
        path.endsWith('.gz'),
      )
    : [];
  test.each(dumps)('the agent on the machine of %s', (path) => {
    expect(spawnSync('tar', ['xzf', join(corpus, 'lscpu', path), '-C', folder]).status).toBe(0);
    const name = basename(path, '.tar.gz');
    const session = agentSession({ facets: ['hardware'], root: join(folder, name) });
    const [evidence] = session.facets;
    if (!evidence) throw new Error('no facet');
    const reading = hardware.read(evidence);
    expect(reading.outcome).toBe('present');
    const found = Hardware.parse(reading.node?.facts);
    const expected = files.find((file) => file.path.endsWith(`/lscpu-${name}`));
    // Some machines have no expected output beside them.
    if (!expected) return;
    const told = Hardware.parse(parseNative(hardware, expected.text)?.facts);
    const { threads, model, level } = told;
    expect(found).toMatchObject({ threads, model, level });
    // On SPARC lscpu shows the type of the system as flags.
    if (told.features[0] !== 'sun4u') expect(found.features).toEqual(told.features);
    // Dumps without topology files leave what only those say unknown.
    if (found.cores !== null) expect(found.cores).toBe(told.cores);
    if (found.sockets !== null) expect(found.sockets).toBe(told.sockets);
    if (found.numaNodes !== null) expect(found.numaNodes).toBe(told.numaNodes);
  });
});

test.skipIf(!hasCorpus)('sonar: its own numbers, and its description', () => {
  for (const { text } of captures('sysinfo-sonar')) {
    const found = row(parseNative(hardware, text)?.facts);
    const field = (name: string) => new RegExp(`"${name}": ?"?([^",]*)`).exec(text)?.[1];
    expect(found).toMatchObject({
      model: field('cpu_model'),
      sockets: Number(field('sockets')),
      memoryBytes: null,
    });
    // Intel's and AMD's own data sheets.
    const cores = found.model === 'AMD EPYC 7763 64-Core Processor' ? 64 : 14;
    expect(found).toMatchObject({ cores: 2 * cores, threads: 4 * cores });
  }
});

describe.skipIf(!hasCorpus)('uname of the corpus', () => {
  const files = captures('uname');
  test.each(files.filter((file) => !isJson(file)))('$path', ({ path, text }) => {
    const found = row(parseNative(kernel, text)?.facts);
    expect(found.system).toBe(text.trim().split(/\s/)[0]);
    const truth = files.find((file) => file.path === path.replace(/\.out$/, '.json'));
    if (!truth) return;
    expect(json(truth.text)).toMatchObject({
      kernel_name: found.system,
      kernel_release: found.release,
      kernel_version: found.version,
      machine: found.machine,
    });
  });

  // Where only the other reader's answer is here, the line is put together as GNU's and macOS' uname do.
  test.each(files.filter(isJson))('$path, written out', ({ text }) => {
    const truth = row(JSON.parse(text));
    const { kernel_name, node_name, kernel_release, kernel_version, machine } = truth;
    const tail = [truth.processor, truth.hardware_platform, truth.operating_system].filter(
      (word) => word !== undefined && word !== 'unknown',
    );
    const line = [kernel_name, node_name, kernel_release, kernel_version, machine, ...tail].join(' ');
    expect(parseNative(kernel, line)?.facts).toMatchObject({
      system: kernel_name,
      release: kernel_release,
      version: kernel_version,
      machine,
    });
  });
});
