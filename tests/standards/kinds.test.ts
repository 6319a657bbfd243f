import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installation } from '../../server/config.ts';
import { billedKinds, isBilled } from '../../server/sbom/billedKinds.ts';
import { type Bill, bomText, uuidOf } from '../../server/sbom/bom.ts';
import { assemblyOf } from '../../server/sbom/kinds.ts';
import { departuresFromCycloneDx } from '../harness/cyclonedx.ts';

const beside = {
  name: '/here',
  inside: null,
  fileDigests: [],
  systems: [{ id: 'debian', versionId: '12' }],
  modulefiles: new Map(),
};

async function textOf(kind: string, facts: unknown, more = {}): Promise<string> {
  const { subject, parts, aggregate } = assemblyOf(kind, facts, { ...beside, ...more });
  const bill: Bill = {
    subject: { ...subject, 'bom-ref': 'it' },
    aggregate,
    changedAt: new Date('2026-11-01T00:00:00Z'),
    properties: [],
    components: (async function* () {
      for (const component of parts) yield { component };
    })(),
  };
  let text = '';
  for await (const piece of bomText(bill)) text += piece;
  return text;
}

/** Every document of every fixture. */
function documents(): { where: string; facts: { kind: string } }[] {
  const found: { where: string; facts: { kind: string } }[] = [];
  const files = readdirSync(join(installation, 'tests/fixtures'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((one) => /^[^/]+\/[^/]+\/expected\.json$/.test(one)).sort()) {
    const where = dirname(file);
    const { node, roots } = JSON.parse(readFileSync(join(installation, 'tests/fixtures', file), 'utf8'));
    if (node) found.push({ where, facts: node });
    for (const root of roots) for (const { facts } of root.items) found.push({ where, facts });
  }
  return found;
}

describe('bills of materials', () => {
  const all = documents().filter(({ facts }) => isBilled(facts.kind));

  test('are what the published schema of CycloneDX 1.7 says, for every document of the fixtures', async () => {
    expect(new Set(all.map(({ facts }) => facts.kind))).toEqual(
      // What is inside images comes with the node that reads them, not with a fixture of the agent.
      new Set(billedKinds.filter((kind) => kind !== 'images.contents')),
    );
    for (const { where, facts } of all)
      expect([where, departuresFromCycloneDx(await textOf(facts.kind, facts))]).toEqual([where, []]);
    const broken = (await textOf('images.stored', stored)).replace('"container"', '"vessel"');
    expect(departuresFromCycloneDx(broken).join()).toContain('/metadata/component/type');
  }, 60_000);

  test('list every package of an environment, once', async () => {
    const environments = all.filter(({ facts }) => facts.kind === 'conda.environment');
    expect(environments.length).toBeGreaterThan(1);
    for (const { facts } of environments) {
      const { packages, pip } = facts as unknown as { packages: { name: string }[]; pip: { name: string }[] };
      const names = JSON.parse(await textOf(facts.kind, facts)).components.map(
        (one: { name: string }) => one.name,
      );
      expect(names).toEqual([...packages, ...pip].map((one) => one.name));
    }
  });

  test('an environment by hand', async () => {
    const facts = {
      kind: 'conda.environment',
      python: '3.11.5',
      packages: [
        {
          name: 'samtools',
          version: '1.17',
          build: 'h00cdaf9_0',
          channel: 'bioconda',
          subdir: 'linux-64',
          sha256: 'A'.repeat(64),
          md5: 'no hash',
        },
      ],
      pip: [{ name: 'multiqc', version: '1.19' }],
      r: [{ name: 'DESeq2', version: '1.40.2' }],
      unreadable: 1,
    };
    const bill = JSON.parse(await textOf('conda.environment', facts));
    expect(bill.components).toEqual([
      {
        type: 'library',
        name: 'samtools',
        version: '1.17',
        hashes: [{ alg: 'SHA-256', content: 'a'.repeat(64) }],
        purl: 'pkg:conda/samtools@1.17?build=h00cdaf9_0&channel=bioconda&subdir=linux-64',
        properties: [
          { name: 'gazetteer:manager', value: 'conda' },
          { name: 'gazetteer:build', value: 'h00cdaf9_0' },
          { name: 'gazetteer:channel', value: 'bioconda' },
          { name: 'gazetteer:subdir', value: 'linux-64' },
        ],
      },
      {
        type: 'library',
        name: 'multiqc',
        version: '1.19',
        purl: 'pkg:pypi/multiqc@1.19',
        properties: [{ name: 'gazetteer:manager', value: 'pip' }],
      },
      {
        type: 'library',
        name: 'DESeq2',
        version: '1.40.2',
        properties: [{ name: 'gazetteer:manager', value: 'R' }],
      },
    ]);
    expect(bill.compositions).toEqual([{ aggregate: 'incomplete', assemblies: ['it'] }]);
    expect(bill.metadata.timestamp).toBe('2026-11-01T00:00:00.000Z');
  });

  const stored = {
    kind: 'images.stored',
    engine: 'podman',
    id: 'c'.repeat(64),
    references: ['quay.io/biocontainers/bwa:0.7.17'],
    repoDigests: [],
    manifestDigest: 'b'.repeat(64),
    configDigest: 'c'.repeat(64),
    architecture: 'amd64',
    variant: '',
    os: 'linux',
    size: 1,
    created: '',
    labels: [{ name: 'maintainer', value: 'somebody' }],
    platforms: [],
  };
  const inside = {
    kind: 'images.contents',
    packages: [
      { manager: 'dpkg', name: 'libc6', version: '2.36-9', build: '', place: '' },
      { manager: 'conda', name: 'bwa', version: '0.7.17', build: 'he4a0461_11', place: '/opt/conda' },
    ],
    unread: [],
    system: { id: 'debian', versionId: '12' },
  };

  test('an image by hand: what is inside, as far as somebody looked', async () => {
    const bill = JSON.parse(await textOf('images.stored', stored, { inside }));
    expect(bill.metadata.component).toMatchObject({
      type: 'container',
      name: 'quay.io/biocontainers/bwa',
      version: '0.7.17',
      purl: `pkg:oci/bwa@sha256:${'b'.repeat(64)}?repository_url=quay.io%2Fbiocontainers%2Fbwa&tag=0.7.17`,
    });
    expect(bill.metadata.component.properties).toContainEqual({
      name: 'gazetteer:label:maintainer',
      value: 'somebody',
    });
    expect(bill.components.map((one: { name: string; purl?: string }) => [one.name, one.purl])).toEqual([
      ['debian', undefined],
      ['libc6', 'pkg:deb/debian/libc6@2.36-9?distro=debian-12'],
      ['bwa', 'pkg:conda/bwa@0.7.17?build=he4a0461_11'],
    ]);
    const aggregateOf = async (more: object) =>
      JSON.parse(await textOf('images.stored', stored, more)).compositions[0].aggregate;
    expect(await aggregateOf({ inside })).toBe('unknown');
    expect(await aggregateOf({ inside: { ...inside, unread: ['rpm'] } })).toBe('incomplete');
    expect(await aggregateOf({})).toBe('unknown');
    expect(departuresFromCycloneDx(await textOf('images.stored', stored, { inside }))).toEqual([]);
  });

  test('packages of nodes of two distributions have no package URL: nobody knows which is meant', async () => {
    const facts = {
      kind: 'packages.node',
      managers: ['dpkg'],
      packages: [
        { manager: 'dpkg', name: 'vim', version: '1', architecture: 'amd64', source: '', vendor: '' },
      ],
    };
    const purlFor = async (systems: object[]) =>
      JSON.parse(await textOf('packages.node', facts, { systems })).components[0].purl;
    expect(await purlFor([{ id: 'debian', versionId: '12' }])).toBe(
      'pkg:deb/debian/vim@1?arch=amd64&distro=debian-12',
    );
    expect(
      await purlFor([
        { id: 'debian', versionId: '12' },
        { id: 'ubuntu', versionId: '22.04' },
      ]),
    ).toBeUndefined();
    expect(await purlFor([])).toBeUndefined();
  });

  test('facts of another form are there, and made of what nobody knows', () => {
    expect(assemblyOf('conda.environment', { kind: 'conda.environment', old: true }, beside)).toEqual({
      subject: { type: 'platform', name: '/here' },
      parts: [],
      aggregate: 'unknown',
    });
  });

  test('equal contents give equal bytes, and any other content another serial number', async () => {
    const serial = (text: string) => JSON.parse(text).serialNumber;
    const first = await textOf('images.stored', stored, { inside });
    expect(await textOf('images.stored', stored, { inside })).toBe(first);
    const other = await textOf('images.stored', stored, { inside: { ...inside, unread: ['rpm'] } });
    expect(serial(other)).not.toBe(serial(first));
    expect(serial(first)).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    // python3 -c "import uuid; print(uuid.uuid5(uuid.UUID('7c25d916-9e0d-45e4-b9a6-eea99874204d'), 'abc'))"
    expect(uuidOf('abc')).toBe('d42024e2-00af-5e88-8c67-4dc1eaf35c04');
  });
});
