import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BadNode, badNode, GOOD } from '../harness/badNode.ts';
import { canInvent } from '../harness/invented.ts';
import { hasEnded, processesWith } from '../harness/processes.ts';
import { asRoot, needs, pathOf } from '../harness/tools.ts';

/** In a mount namespace of its own, what is done to the node's file systems is done to this session alone. */
const apart = (script: string) => `exec unshare -m /bin/sh -c '${script}; exec /bin/sh -s'`;

/** What sshd does with a login shell: `$SHELL -c COMMAND` (session.c). */
const loginShell = (program: string, words = '') => `exec ${program} ${words} -c "$SSH_ORIGINAL_COMMAND"`;

describe.skipIf(!canInvent())('a node is read whole though', () => {
  let node: BadNode;
  beforeAll(async () => {
    node = await badNode();
    expect(await node.sweep()).toMatchObject({ outcomes: { complete: 1 }, failures: [] });
  }, 60_000);
  afterAll(() => node?.stop());

  async function readAll(script: string) {
    const before = await node.known();
    node.behave(script);
    const swept = await node.sweep();
    node.behave(GOOD);
    expect({ failures: swept.failures, outcomes: swept.outcomes, changed: swept.changed }).toMatchObject({
      failures: [],
      outcomes: { complete: 1 },
      changed: 0,
    });
    expect(await node.known()).toEqual(before);
  }

  test.skipIf(!needs('tcsh', 'tcsh'))('its login shell is csh', () => readAll(loginShell('tcsh')), 20_000);
  test.skipIf(!needs('fish', 'fish'))('its login shell is fish', () => readAll(loginShell('fish')), 20_000);
  test.skipIf(!needs('ksh', 'ksh'))('its login shell is ksh', () => readAll(loginShell('ksh')), 20_000);
  test.skipIf(!needs('busybox', 'busybox'))(
    'its login shell is that of busybox',
    () => readAll(loginShell('busybox', 'sh')),
    20_000,
  );

  const faketime = needs('faketime', 'faketime');
  test.skipIf(!faketime)(
    'its clock is a day behind',
    () => readAll("exec faketime '-1 day' /bin/sh -s"),
    20_000,
  );
  test.skipIf(!faketime)(
    'its clock is a day ahead',
    () => readAll("exec faketime '+1 day' /bin/sh -s"),
    20_000,
  );

  const namespaces = asRoot('to mount things in a namespace') && needs('unshare', 'util-linux');
  test.skipIf(!namespaces)(
    'it has no sha256sum, and nothing else that computes one',
    () => {
      const hidden = ['sha256sum', 'shasum', 'openssl', 'sha256'].flatMap((name) => pathOf(name) ?? []);
      return readAll(apart(hidden.map((path) => `mount --bind /dev/null ${path}`).join('; ')));
    },
    20_000,
  );
  test.skipIf(!namespaces)(
    'it has no space for temporary files, and a home that cannot be written',
    () => {
      const kept = '/mnt';
      const full = ['/tmp', '/var/tmp', '/dev/shm', '/run'].map(
        (path) => `mount -t tmpfs -o ro,size=4k tmpfs ${path}`,
      );
      return readAll(
        apart(
          [
            `mount --bind ${node.root} ${kept}`,
            ...full,
            `export GZ_ROOT=${kept} HOME=/tmp TMPDIR=/tmp`,
            'touch /tmp/a 2>/dev/null && exit 9',
          ].join('; '),
        ),
      );
    },
    20_000,
  );
});

describe.skipIf(!canInvent())('nothing is lost, and the next sweep is good, when a node', () => {
  let node: BadNode;
  beforeAll(async () => {
    node = await badNode({ limits: { maxBytes: '32 MiB', visitSeconds: 20 } });
    expect(await node.sweep()).toMatchObject({ outcomes: { complete: 1 }, failures: [] });
  }, 60_000);
  afterAll(() => node?.stop());

  async function fails(script: string, outcome: string, reason: string | RegExp) {
    const before = await node.known();
    node.behave(script);
    const bad = await node.sweep();
    expect(await node.known()).toEqual(before);
    node.behave(GOOD);
    expect(bad.outcomes).toMatchObject({ [outcome]: 1 });
    expect(bad.failures).toHaveLength(1);
    expect(bad.failures[0]?.reason).toMatch(reason);
    expect(bad.failures[0]?.message).not.toBe('');
    expect(await node.sweep()).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
    expect(await node.known()).toEqual(before);
    return bad;
  }

  test('prints 10 GB, of which no more than the limit is taken', async () => {
    const before = process.memoryUsage().rss;
    await fails(`${GOOD.replace('exec ', '')}; head -c 10G /dev/zero`, 'partial', 'output-limit');
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  }, 60_000);

  test(
    'prints 10 GB of lines before it says anything',
    () => fails('yes | head -c 10G', 'failed', 'output-limit'),
    60_000,
  );

  test.skipIf(!memoryGroups())(
    'has no memory for the agent',
    async () => {
      const group = join('/sys/fs/cgroup/memory', `gazetteer-${process.pid}`);
      mkdirSync(group);
      try {
        writeFileSync(join(group, 'memory.limit_in_bytes'), String(1 << 20));
        await fails(`echo $$ > ${group}/cgroup.procs; ${GOOD}`, 'failed', /connection-lost|agent-missing/);
      } finally {
        rmdirSync(group);
      }
    },
    60_000,
  );

  test.skipIf(!asRoot('to become another account') || !needs('setpriv', 'util-linux'))(
    'lets half of a tree not be read, for three sweeps in a row',
    async () => {
      const tree = join(node.root, 'opt/containers');
      const ordinary = `exec setpriv --reuid 65534 --regid 65534 --clear-groups ${GOOD.replace('exec ', '')}`;
      node.behave(ordinary);
      await node.sweep();
      const before = await node.known();
      const images = await node.database.db.query<{ path: string }>(
        `select item.path from root_item as item join root on root.id = item.root_id
         where root.path = '/opt/containers' and item.until is null order by 1`,
      );
      const half = images.rows.filter((_, index) => index % 2 === 0).map(({ path }) => path);
      expect(half.length).toBeGreaterThan(1);
      const unconfirmed = async () => {
        const items = await node.database.db.query<{ path: string }>(
          `select item.path from (select unconfirmed from visit order by started_at desc limit 1) as newest
           join root_item as item on -item.id = any(newest.unconfirmed)`,
        );
        return items.rows.map(({ path }) => path);
      };
      for (const name of half) chmodSync(join(tree, name), 0o000);
      for (let sweep = 0; sweep < 3; sweep += 1) {
        expect((await node.sweep()).changed).toBe(0);
        expect(await node.known()).toEqual(before);
        // A link to one of them cannot be read either.
        expect(await unconfirmed()).toEqual(expect.arrayContaining(half));
      }
      for (const name of half) chmodSync(join(tree, name), 0o644);
      expect((await node.sweep()).changed).toBe(0);
      expect(await node.known()).toEqual(before);
      node.behave(GOOD);
    },
    60_000,
  );
});

describe.skipIf(!canInvent())('sshd', () => {
  // sshd_config(5): AuthorizedKeysCommand and the folders around it have to belong to root alone.
  const owned = asRoot('to own the program that sshd asks for keys');
  test.skipIf(!owned)(
    'that hangs at the login is told as that',
    async () => {
      const slow = `/run/gazetteer-slow-keys-${process.pid}`;
      writeFileSync(slow, '#!/bin/sh\nexec sleep 20\n', { mode: 0o755 });
      const node = await badNode({
        config: [
          'AuthorizedKeysFile none',
          `AuthorizedKeysCommand ${slow}`,
          'AuthorizedKeysCommandUser root',
        ],
        limits: { connectSeconds: 2 },
      });
      try {
        const bad = await node.sweep();
        expect(bad.failures.map(({ reason }) => reason)).toEqual(['connect-timeout']);
        expect(bad.failures[0]?.message).toContain('the login did not end');
      } finally {
        rmSync(slow);
        await node.stop();
      }
    },
    30_000,
  );

  test('leaves none of the shells that hang behind when a test is over', async () => {
    const node = await badNode({ limits: { visitSeconds: 2 } });
    node.behave('trap "" HUP PIPE; sleep 300');
    expect((await node.sweep()).failures.map(({ reason }) => reason)).toEqual(['visit-timeout']);
    const mine = `GAZETTEER_TEST_SSHD=${node.sshd.folder}`;
    const left = processesWith(mine);
    expect(left.length).toBeGreaterThan(0);
    await node.stop();
    for (const pid of left) expect(await hasEnded(pid)).toBe(true);
    expect(processesWith(mine)).toEqual([]);
  }, 30_000);

  test('that opens no session is told as that', async () => {
    const node = await badNode({ config: ['MaxSessions 0'] });
    try {
      expect((await node.sweep()).failures.map(({ reason }) => reason)).toEqual(['session-refused']);
    } finally {
      await node.stop();
    }
  }, 30_000);

  test('that hangs up on connections beyond MaxStartups costs those visits, and a calmer sweep reads all', async () => {
    const node = await badNode({ nodes: 12, config: ['MaxStartups 2:100:2'] });
    try {
      const bad = await node.sweep(12);
      expect(bad.expected).toBe(12);
      expect(Object.values(bad.outcomes).reduce((sum, count) => sum + count)).toBe(12);
      expect(new Set(bad.failures.map(({ reason }) => reason))).toEqual(new Set(['connection-lost']));
      expect(bad.failures[0]?.hint).toContain('MaxStartups');
      expect(await node.sweep(1)).toMatchObject({ outcomes: { complete: 12 }, failures: [] });
    } finally {
      await node.stop();
    }
  }, 60_000);
});

/** cgroup version 1, where a group can be made with a limit of its own; in version 2 the system has to delegate one. */
function memoryGroups(): boolean {
  if (existsSync('/sys/fs/cgroup/memory/memory.limit_in_bytes')) return asRoot('to limit memory by a cgroup');
  console.log('skipped: no memory controller of cgroup version 1');
  return false;
}

describe.skipIf(!canInvent() || !asRoot('to mount a file system') || !needs('sshfs', 'sshfs'))(
  'a file server that hangs',
  () => {
    test('costs what lies on it, and nothing that was known', async () => {
      const node = await badNode({ limits: { visitSeconds: 25 } });
      const [share, mount] = [join(node.folder, 'share'), join(node.root, 'opt')];
      const server = '/usr/lib/openssh/sftp-server';
      const passive = join(node.folder, 'ssh');
      writeFileSync(passive, `#!/bin/sh\necho $$ > ${node.folder}/server.pid\nexec ${server}\n`, {
        mode: 0o755,
      });
      spawnSync('mv', [mount, share]);
      mkdirSync(mount);
      const mounted = spawnSync(
        'sshfs',
        [
          `x:${share}`,
          mount,
          '-o',
          `ssh_command=${passive},allow_other,cache=no,dir_cache=no,attr_timeout=0,entry_timeout=0`,
        ],
        { encoding: 'utf8' },
      );
      expect(mounted).toMatchObject({ status: 0 });
      const signal = (name: string) => spawnSync('pkill', [`-${name}`, '-F', `${node.folder}/server.pid`]);
      try {
        expect(await node.sweep()).toMatchObject({ failures: [], outcomes: { complete: 1 } });
        const before = await node.known();
        signal('STOP');
        const bad = await node.sweep();
        signal('CONT');
        expect(bad.outcomes).toMatchObject({ complete: 0 });
        expect(bad.failures[0]?.reason).toMatch(/timeout/);
        expect(await node.known()).toEqual(before);
        expect(await node.sweep()).toMatchObject({ outcomes: { complete: 1 }, changed: 0 });
        expect(await node.known()).toEqual(before);
      } finally {
        signal('CONT');
        spawnSync('umount', ['-l', mount]);
        await node.stop();
      }
    }, 120_000);
  },
);
