import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { condaPurl, ociPurl, partsOf, pypiPurl, systemPurl } from '../../server/sbom/purl.ts';

const HASH = '244fd47e07d1004f0aed9c156aa09083c82bf8944eceb67c946ff7430510a77b';
const debian = { id: 'debian', versionId: '12' };

/** Written by hand after the examples of the purl project's PURL-TYPES. */
describe('package URLs', () => {
  test.each([
    [
      condaPurl({
        name: 'samtools',
        version: '1.17',
        build: 'h00cdaf9_0',
        channel: 'bioconda',
        subdir: 'linux-64',
      }),
      'pkg:conda/samtools@1.17?build=h00cdaf9_0&channel=bioconda&subdir=linux-64',
    ],
    [
      condaPurl({ name: 'x', version: '1', build: '0', channel: 'https://repo.example/own', subdir: '' }),
      'pkg:conda/x@1?build=0&channel=https%3A%2F%2Frepo.example%2Fown',
    ],
    [pypiPurl({ name: 'Typing_Extensions', version: '4.8.0' }), 'pkg:pypi/typing-extensions@4.8.0'],
    [pypiPurl({ name: 'own', version: '' }), 'pkg:pypi/own'],
    [
      systemPurl(
        { manager: 'dpkg', name: 'libc6', version: '2.36-9+deb12u4', architecture: 'amd64' },
        debian,
      ),
      'pkg:deb/debian/libc6@2.36-9+deb12u4?arch=amd64&distro=debian-12',
    ],
    [
      systemPurl({ manager: 'dpkg', name: 'attr', version: '1:2.5.1-4', architecture: 'amd64' }, debian),
      'pkg:deb/debian/attr@1:2.5.1-4?arch=amd64&distro=debian-12',
    ],
    [
      systemPurl(
        { manager: 'rpm', name: 'bind-libs', version: '32:9.16.23-14.el9', architecture: 'x86_64' },
        { id: 'rhel', versionId: '9.3' },
      ),
      'pkg:rpm/rhel/bind-libs@9.16.23-14.el9?arch=x86_64&distro=rhel-9.3&epoch=32',
    ],
    [
      systemPurl(
        { manager: 'apk', name: 'musl', version: '1.2.4-r2', architecture: 'x86_64' },
        { id: 'alpine', versionId: '3.18.4' },
      ),
      'pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=alpine-3.18.4',
    ],
    [
      systemPurl(
        { manager: 'pacman', name: 'pacman', version: '6.0.1-1', architecture: 'x86_64' },
        { id: 'arch', versionId: '' },
      ),
      'pkg:alpm/arch/pacman@6.0.1-1?arch=x86_64&distro=arch',
    ],
    [
      ociPurl('quay.io/biocontainers/samtools:1.17--h00cdaf9_0', HASH),
      `pkg:oci/samtools@sha256:${HASH}?repository_url=quay.io%2Fbiocontainers%2Fsamtools&tag=1.17--h00cdaf9_0`,
    ],
    [
      ociPurl('python:3.11-slim', HASH),
      `pkg:oci/python@sha256:${HASH}?repository_url=docker.io%2Flibrary%2Fpython&tag=3.11-slim`,
    ],
    [ociPurl('localhost/own:1', HASH), `pkg:oci/own@sha256:${HASH}?tag=1`],
  ])('%j is %s', ({ purl }, expected) => expect(purl).toBe(expected));

  test('there is none where the distribution, the digest or the kind is not known', () => {
    const one = { manager: 'dpkg', name: 'libc6', version: '1', architecture: '' };
    expect(systemPurl(one, null)).toEqual({});
    expect(systemPurl({ ...one, manager: 'nix' }, debian)).toEqual({});
    expect(ociPurl('quay.io/x/y:1', '')).toEqual({});
    expect(ociPurl('', HASH)).toEqual({});
  });

  test('a reference is taken apart where its tag begins, not at a port', () => {
    expect(partsOf('host:5000/a/b')).toEqual({ repository: 'host:5000/a/b', tag: '' });
    expect(partsOf('host:5000/a/b:1')).toEqual({ repository: 'host:5000/a/b', tag: '1' });
    expect(partsOf(`a/b:1@sha256:${HASH}`)).toEqual({ repository: 'a/b', tag: '1' });
  });

  test('whatever a machine calls a package, its URL reads back as that, or there is none', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(text, text, text, text, text, (name, version, build, channel, subdir) => {
        const { purl } = condaPurl({ name, version, build, channel, subdir });
        if (purl === undefined) return name.trim() === '';
        expect(purl).toMatch(/^pkg:conda\/[\x21-\x7e]+$/);
        // Read by hand: packageurl-js decodes qualifiers twice, so that it stumbles over a percent sign.
        const [, told = '', at = '', asked = ''] =
          /^pkg:conda\/([^@?]*)(?:@([^?]*))?(?:\?(.*))?$/.exec(purl) ?? [];
        const qualifiers = new Map(
          asked.split('&').map((one): [string, string] => {
            const [key = '', value = ''] = one.split('=').map(decodeURIComponent);
            return [key, value];
          }),
        );
        // The purl project strips what is around a name.
        expect([told, at].map(decodeURIComponent)).toEqual([name.trim(), version.trim()]);
        for (const [key, value] of Object.entries({ build, channel, subdir }))
          expect(qualifiers.get(key) ?? '').toBe(value.trim());
        return true;
      }),
    );
  });
});
