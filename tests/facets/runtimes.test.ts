import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readClientServer } from '../../server/facets/runtimes/client-server.ts';
import { runtimes } from '../../server/facets/runtimes/index.ts';
import { modeOf } from '../../server/facets/runtimes/mode.ts';
import { type RuntimeName, Runtimes } from '../../server/facets/runtimes/schema.ts';
import { readVersion } from '../../server/facets/runtimes/version.ts';
import { canonicalJson } from '../../server/store/canonical.ts';
import { agentSession, shells } from '../harness/agent.ts';

describe('versions', () => {
  test.each<[program: string, text: string, name: string, version: string, release: string]>([
    ['apptainer', 'apptainer version 1.3.6-1.el9\n', 'apptainer', '1.3.6', '1.el9'],
    ['apptainer', 'apptainer version 1.4.0-rc.1', 'apptainer', '1.4.0-rc.1', ''],
    ['apptainer', 'apptainer version 1.4.0-rc.1+12-g1a2b3c4', 'apptainer', '1.4.0-rc.1+12-g1a2b3c4', ''],
    ['apptainer', 'WARNING: something is odd\napptainer version 1.1.9', 'apptainer', '1.1.9', ''],
    ['singularity', 'apptainer version 1.1.8-1.el7', 'apptainer', '1.1.8', '1.el7'],
    ['singularity', 'singularity-ce version 3.11.4-1.el8', 'singularity-ce', '3.11.4', '1.el8'],
    ['singularity', 'singularity-ce version 4.1.2-jammy', 'singularity-ce', '4.1.2', 'jammy'],
    ['singularity', 'singularity-ce version a948062', 'singularity-ce', 'a948062', ''],
    ['singularity', 'singularity-pro version 3.11-3', 'singularity-pro', '3.11-3', ''],
    ['singularity', 'singularity-pro version 4.1-2.el9', 'singularity-pro', '4.1', '2.el9'],
    ['singularity', 'singularity version 3.8.7-1.el7', 'singularity', '3.8.7', '1.el7'],
    ['singularity', '2.6.1-dist\n', 'singularity', '2.6.1', ''],
    ['podman', 'podman version 4.9.4-rhel\n', 'podman', '4.9.4', 'rhel'],
    ['docker', 'podman version 4.3.1\n', 'podman', '4.3.1', ''],
    ['docker', 'Docker version 28.2.2, build e6534b4\n', 'docker', '28.2.2', ''],
    ['docker', 'Docker version 20.10.24+dfsg1, build 297e128', 'docker', '20.10.24', 'dfsg1'],
    ['ch-run', '0.36\n', 'charliecloud', '0.36', ''],
    ['ch-run', '0.2.2~pre+00ffb9b\n', 'charliecloud', '0.2.2~pre+00ffb9b', ''],
    ['enroot', 'export ENROOT_VERSION="3.4.1"', 'enroot', '3.4.1', ''],
    ['udocker', "__version__ = '1.3.17'", 'udocker', '1.3.17', ''],
    ['sarus', '1.6.4', 'sarus', '1.6.4', ''],
    [
      'nvidia-ctk',
      'NVIDIA Container Toolkit CLI version 1.17.4\ncommit: 9b69590',
      'nvidia-toolkit',
      '1.17.4',
      '',
    ],
    ['nvidia-container-cli', 'cli-version: 1.17.4\nlib-version: 1.17.4\n', 'nvidia-toolkit', '1.17.4', ''],
  ])('%s: %s', (program, text, name, version, release) => {
    expect(readVersion(program, text)).toEqual({ name, version, release });
  });

  test.each([
    ['podman', 'podman: error while loading shared libraries: libgpgme.so.11'],
    ['apptainer', ''],
    ['docker', '1.2.3'],
    ['constructor', '1.2.3'],
    ['apptainer', 'FATAL: could not read version 1 of the configuration'],
  ])('%s: %j is none', (program, text) => expect(readVersion(program, text)).toBeNull());
});

describe('modes', () => {
  test.each<[RuntimeName, string, string, string]>([
    ['apptainer', '-rwsr-xr-x 0', 'yes', 'setuid'],
    ['apptainer', '-rwsr-xr-x 0', 'default', 'setuid'],
    ['apptainer', '-rwsr-xr-x 0', 'no', 'user-namespace'],
    ['apptainer', '-rwsr-xr-x 1000', 'yes', ''],
    ['apptainer', '-rwxr-xr-x 0', 'yes', ''],
    ['apptainer', 'plain', 'yes', ''],
    ['apptainer', 'nosuid', 'yes', ''],
    ['apptainer', 'none', 'yes', 'user-namespace'],
    ['apptainer', '-rwsr-xr-x 0', 'unreadable', ''],
    ['apptainer', '', '', ''],
    ['singularity-ce', 'none', '', 'user-namespace'],
    ['charliecloud', 'plain', '', 'user-namespace'],
    ['sarus', '-rwsr-xr-x 0', '', 'setuid'],
    ['docker', '', '', 'daemon'],
    ['udocker', '', '', 'none'],
  ])('%s with %j and %j is %j', (name, starter, allow, mode) =>
    expect(modeOf(name, { starter, allow })).toBe(mode),
  );
});

describe('client and server', () => {
  const DOCKER =
    'Client: Docker Engine - Community\n Version:           24.0.5\n API version:       1.43\n Go version:        go1.20.6\n\n';
  const SERVER =
    'Server: Docker Engine - Community\n Engine:\n  Version:          24.0.7\n  API version:      1.43 (minimum version 1.12)\n containerd:\n  Version:          1.6.22\n runc:\n  Version:          1.1.8\n';

  test.each<[string, string, object]>([
    [
      'docker',
      DOCKER + SERVER,
      { client: { name: 'docker', version: '24.0.5' }, server: 'read', serverVersion: '24.0.7' },
    ],
    [
      'docker, socket closed',
      `${DOCKER}permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock`,
      { client: { name: 'docker', version: '24.0.5' }, server: 'permission', serverVersion: '' },
    ],
    [
      'docker, no server',
      `${DOCKER}Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?`,
      { client: { name: 'docker' }, server: 'stopped' },
    ],
    [
      'docker 1.13',
      'Client:\n Version:         1.13.1\n API version:     1.26\n\nServer:\n Version:         1.13.1\n',
      { client: { name: 'docker', version: '1.13.1' }, server: 'read', serverVersion: '1.13.1' },
    ],
    [
      'podman 4',
      'Client:       Podman Engine\nVersion:      4.3.1\nAPI Version:  4.3.1\n',
      { client: { name: 'podman', version: '4.3.1' } },
    ],
    [
      'podman 3',
      'Version:      3.4.4\nAPI Version:  3.4.4\nGo Version:   go1.17.3\n',
      { client: { name: 'podman', version: '3.4.4' } },
    ],
    [
      'docker, JSON',
      '{"Client":{"Platform":{"Name":"x"},"Version":"27.3.1","ApiVersion":"1.47"},"Server":{"Version":"27.3.0","ApiVersion":"1.47"}}',
      { client: { name: 'docker', version: '27.3.1' }, server: 'read', serverVersion: '27.3.0' },
    ],
    [
      'docker, JSON without server',
      '{"Client":{"Version":"27.3.1","ApiVersion":"1.47"},"Server":null}',
      { client: { name: 'docker' }, server: '' },
    ],
    [
      'podman, JSON',
      '{"Client":{"APIVersion":"4.3.1","Version":"4.3.1","GoVersion":"go1.19"}}',
      { client: { name: 'podman', version: '4.3.1' } },
    ],
    [
      'docker info',
      'Client: Docker Engine - Community\n Version:    24.0.5\n Context:    default\n\nServer:\n Containers: 1\n Server Version: 24.0.7\n',
      { client: { name: 'docker', version: '24.0.5' }, server: 'read', serverVersion: '24.0.7' },
    ],
    [
      'docker info, JSON',
      '{"ID":"x","ServerVersion":"27.3.0","ClientInfo":{"Debug":false,"Version":"27.3.1"},"Runtimes":{"runc":{"path":"runc"}}}',
      { client: { name: 'docker', version: '27.3.1' }, server: 'read', serverVersion: '27.3.0' },
    ],
    [
      'podman info',
      'host:\n  arch: amd64\n  conmon:\n    version: conmon version 2.1.6\nstore:\n  graphRoot: /x\nversion:\n  APIVersion: 4.3.1\n  Version: 4.3.1\n',
      { client: { name: 'podman', version: '4.3.1' }, server: '' },
    ],
    [
      'podman info, JSON',
      '{"host":{"arch":"amd64"},"store":{"graphRoot":"/x"},"version":{"APIVersion":"4.3.1","Version":"4.3.1"}}',
      { client: { name: 'podman', version: '4.3.1' }, server: '' },
    ],
  ])('%s', (_, text, expected) => expect(readClientServer(text)).toMatchObject(expected));

  test.each(['', '{', '[]', '{"Client":[]}', 'Version: x', 'Client: none'])('%j is none', (text) =>
    expect(readClientServer(text)).toBeNull(),
  );
});

describe('native forms', () => {
  const input = (path: string, text: string) => ({ name: path, files: [{ path, bytes: Buffer.from(text) }] });
  const parse = (path: string, text: string) => {
    const one = input(path, text);
    const form = runtimes.natives.find((each) => each.recognise(one));
    return { format: form?.format, facts: form?.parse(one).node?.facts };
  };

  test('answers of several programs in one file', () => {
    const { format, facts } = parse(
      'standard input',
      'apptainer version 1.3.6-1.el9\npodman version 4.9.4-rhel\nNVIDIA Container Toolkit CLI version 1.17.4\ncommit: 9b69590c\n',
    );
    expect(format).toBe('runtime-version');
    expect(facts).toMatchObject({
      runtimes: [
        { name: 'apptainer', version: '1.3.6' },
        { name: 'podman', version: '4.9.4' },
      ],
      nvidiaToolkit: '1.17.4',
    });
  });

  test('a bare version takes its program from the file name', () => {
    expect(parse('saved/ch-run-version.txt', '0.36\n').facts).toMatchObject({
      runtimes: [{ name: 'charliecloud', version: '0.36' }],
    });
    expect(parse('standard input', '0.36\n').format).toBeUndefined();
  });

  test('mutated input never throws', () => {
    const seeds = [
      'Client:\n Version: 1.13.1\nServer:\n Version: 1\n',
      '{"Client":{"Version":"4.3.1"}}',
      'apptainer version 1.3.6-1.el9\n',
      '2.6.1-dist',
    ];
    const edit = fc.tuple(fc.nat(), fc.nat(6), fc.string({ unit: 'binary', maxLength: 9 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(edit, { maxLength: 6 }),
        fc.string(),
        (seed, edits, name) => {
          const text = edits.reduce((old, [at, cut, put]) => {
            const index = at % (old.length + 1);
            return old.slice(0, index) + put + old.slice(index + cut);
          }, seed);
          for (const form of runtimes.natives) {
            form.recognise(input(name, text));
            const { node } = form.parse(input(name, text));
            if (node) runtimes.offerings(Runtimes.parse(node.facts), '');
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  test.each([' version ', 'a:', '1.', '-', '\n', '{'])('%j, half a megabyte of it', (piece) => {
    const one = input('singularity', piece.repeat(500_000 / piece.length));
    const started = performance.now();
    for (const form of runtimes.natives) {
      form.recognise(one);
      form.parse(one);
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('where it is', () => {
  const at = (locator: string) =>
    runtimes.locate({ rootKind: '', rootPath: '', itemPath: '', provider: 'system', locator });
  test('in PATH nothing need be typed', () =>
    expect(at('PATH:/usr/bin/podman')).toEqual({ place: '/usr/bin/podman', load: '' }));
  test('outside PATH the path is the line, quoted', () => {
    expect(at('/opt/apptainer/bin/apptainer').load).toBe('/opt/apptainer/bin/apptainer');
    expect(at("/opt/a b's/$(x)").load).toBe("'/opt/a b'\\''s/$(x)'");
  });
});

describe('the agent', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gazetteer-runtimes-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const program = (path: string, text: string, mode = 0o755) => {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    chmodSync(full, mode);
    return full;
  };
  const read = (shell: string[], env: Record<string, string>, roots: string[] = []) => {
    const settings = { facets: ['runtimes'], roots: roots.map((path) => ({ facet: 'runtimes', path })) };
    const [evidence] = agentSession(settings, shell, { HOME: join(folder, 'home'), ...env }).facets;
    if (!evidence) throw new Error('the agent printed no facet');
    expect(evidence.ended).toBe('done');
    return runtimes.read(evidence);
  };
  const path = (...dirs: string[]) => ({
    PATH: [...dirs.map((dir) => join(folder, dir)), process.env.PATH].join(':'),
  });

  test.each(shells)('reads this machine twice alike, and makes nothing, under %s', (...shell) => {
    mkdirSync(join(folder, 'home'));
    const [a, b] = [read(shell, {}), read(shell, {})];
    expect(a.outcome).toBe('present');
    expect(canonicalJson(a.node?.facts)).toBe(canonicalJson(b.node?.facts));
    Runtimes.parse(a.node?.facts);
    expect(readdirSync(join(folder, 'home'))).toEqual([]);
  });

  test.each(shells)('folders and answers with hostile names are data under %s', (...shell) => {
    const odd = 'a b"c\'d $(touch owned) `id` *\n -n %s';
    program(`${odd}/apptainer`, '#!/bin/sh\nprintf "%s\\n" "\\033[31m \\$(id)" "apptainer version 1.3.6"\n');
    const found = read(shell, path(odd));
    expect(found.node?.facts).toMatchObject({
      runtimes: expect.arrayContaining([
        expect.objectContaining({
          name: 'apptainer',
          version: '1.3.6',
          path: join(folder, odd, 'apptainer'),
          inPath: true,
        }),
      ]),
    });
  });

  test.each(shells)('enroot and udocker are never started under %s', (...shell) => {
    const trap = `#!/bin/sh\ntouch '${folder}/started'\n`;
    program('bin/enroot', `${trap}export ENROOT_VERSION="3.5.0"\n`);
    program('bin/udocker', trap);
    program('udocker/__init__.py', '__version__ = "1.3.10"\n');
    program('bin/shifter', trap);
    expect(read(shell, path('bin')).node?.facts).toMatchObject({
      runtimes: expect.arrayContaining([
        expect.objectContaining({ name: 'enroot', version: '3.5.0' }),
        expect.objectContaining({ name: 'udocker', version: '1.3.10' }),
        expect.objectContaining({ name: 'shifter', version: '' }),
      ]),
    });
    expect(readdirSync(folder)).not.toContain('started');
  });

  test('only --version is asked', () => {
    program('bin/apptainer', `#!/bin/sh\necho "$*" >>'${folder}/asked'\necho apptainer version 1.4.1\n`);
    program('bin/podman', `#!/bin/sh\necho "$*" >>'${folder}/asked'\necho podman version 5.0.0\n`);
    read(['sh'], path('bin'));
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('--version\n--version\n');
  });

  test('a program that does not answer, or answers nonsense, fails the facet', () => {
    program('bin/podman', '#!/bin/sh\nexec sleep 60\n');
    expect(read(['dash'], path('bin'))).toMatchObject({ outcome: 'failed', reason: 'timeout', node: null });
    program('bin/podman', '#!/bin/sh\necho "no such luck"; exit 3\n');
    expect(read(['dash'], path('bin'))).toMatchObject({
      outcome: 'failed',
      reason: 'error',
      message: expect.stringContaining('no such luck'),
    });
  }, 30_000);

  test.runIf(process.getuid?.() === 0)('a real setuid starter', () => {
    program('app/bin/apptainer', '#!/bin/sh\necho apptainer version 1.3.6\n');
    program('app/libexec/apptainer/bin/starter', '');
    const suid = program('app/libexec/apptainer/bin/starter-suid', '', 0o4755);
    program('app/etc/apptainer/apptainer.conf', '# allow setuid = no\nallow setuid = yes\n');
    mkdirSync(join(folder, 'links'));
    symlinkSync(join(folder, 'app/bin/apptainer'), join(folder, 'links/apptainer'));
    const mode = (shell: string[]) => {
      const found = Runtimes.parse(
        read(shell, path('links'), [join(folder, 'app/bin')]).node?.facts,
      ).runtimes;
      return found.filter((one) => one.name === 'apptainer').map((one) => [one.mode, one.inPath]);
    };
    for (const shell of shells) expect(mode(shell)).toEqual([['setuid', true]]);
    program('app/etc/apptainer/apptainer.conf', 'allow setuid = no\n');
    expect(mode(['dash'])).toEqual([['user-namespace', true]]);
    rmSync(suid);
    program('app/etc/apptainer/apptainer.conf', 'allow setuid = yes\n');
    expect(mode(['dash'])).toEqual([['user-namespace', true]]);
  });

  test('a copy outside PATH is offered with its path', () => {
    program('opt/site/bin/charliecloud/ch-run', '#!/bin/sh\necho 0.40\n');
    const place = join(folder, 'opt/site/bin/charliecloud');
    const { node } = read(['dash'], {}, [place]);
    if (!node) throw new Error('nothing was read');
    const offered = runtimes.offerings(node.facts, '').find((one) => one.tool === 'charliecloud');
    expect(offered).toMatchObject({ version: '0.40', provider: 'system', locator: join(place, 'ch-run') });
  });

  test('a socket in the way is no reason to hang', async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
    program(
      'bin/docker',
      '#!/bin/sh\ncase $1 in --version) echo Docker version 27.0.1, build x ;; *) touch "$HOME/asked" ;; esac\n',
    );
    mkdirSync(join(folder, 'home'));
    const { node } = read(['dash'], { ...path('bin'), DOCKER_HOST: `unix://${join(folder, 'docker.sock')}` });
    expect(node?.facts).toMatchObject({
      runtimes: expect.arrayContaining([
        expect.objectContaining({ name: 'docker', server: 'none', version: '27.0.1' }),
      ]),
    });
    expect(readdirSync(join(folder, 'home'))).toEqual([]);
    server.close();
  });
});
