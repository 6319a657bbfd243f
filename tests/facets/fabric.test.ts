import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { fabric } from '../../server/facets/fabric/index.ts';
import { Fabric } from '../../server/facets/fabric/schema.ts';
import { canonicalJson } from '../../server/store/canonical.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { expectLinear } from '../names/effort.ts';
import { parseNative, readParts } from './node-facets.ts';

function read(text: string): { format: string; facts: Partial<Fabric> } | undefined {
  const found = parseNative(fabric, text);
  return found && { format: found.format, facts: found.facts ? Fabric.parse(found.facts) : {} };
}

const IBSTAT = `CA 'mlx5_0'
	CA type: MT4123
	Number of ports: 1
	Firmware version: 20.31.1014
	Hardware version: 0
	Node GUID: 0x0c42a10300651234
	System image GUID: 0x0c42a10300651234
	Port 1:
		State: Active
		Physical state: LinkUp
		Rate: 200
		Base lid: 7
		LMC: 0
		SM lid: 1
		Capability mask: 0x2651e848
		Port GUID: 0x0c42a10300651234
		Link layer: InfiniBand
CA 'mlx5_1'
	CA type: MT4119
	Number of ports: 1
	Firmware version: 16.35.2000
	Port 1:
		State: Down
		Physical state: Disabled
		Rate: 40
		Link layer: Ethernet
`;

const DEVINFO = `hca_id:	mlx5_0
	transport:			InfiniBand (0)
	fw_ver:				20.31.1014
	node_guid:			0c42:a103:0065:1234
	vendor_id:			0x02c9
	vendor_part_id:			4123
	hw_ver:				0x0
	board_id:			MT_0000000223
	phys_port_cnt:			1
		port:	1
			state:			PORT_ACTIVE (4)
			max_mtu:		4096 (5)
			link_layer:		InfiniBand
`;

const IBSTATUS = `Infiniband device 'hfi1_0' port 1 status:
	default gid:	 fe80:0000:0000:0000:0011:7501:0101:1234
	base lid:	 0x1
	sm lid:		 0x2
	state:		 4: ACTIVE
	phys state:	 5: LinkUp
	rate:		 100 Gb/sec (4X EDR)
	link_layer:	 InfiniBand

`;

const CXI = `Device: cxi0
    Description: SS11 200Gb 2P NIC Mezz
    Part Number: P43012-001
    Serial Number: DF1234
    FW Version: 1.5.41
    Network device: hsn0
    MAC: 02:00:00:00:12:34
    NID: 1 (0x00001)
    PCIE slot: 0000:21:00.0
        Link speed: BS_200G
        Link state: up
`;

describe('cards as programs print them', () => {
  test('ibstat', () => {
    expect(read(IBSTAT)).toMatchObject({
      format: 'ibstat',
      facts: {
        adapters: [
          {
            network: 'InfiniBand',
            model: 'MT4123',
            firmware: '20.31.1014',
            ports: 1,
            gigabits: 200,
            count: 1,
          },
          { network: 'RoCE', model: 'MT4119', firmware: '16.35.2000', ports: 1, gigabits: null, count: 1 },
        ],
        fileSystems: null,
        mpiTypes: null,
      },
    });
  });
  test('ibv_devinfo, whose speed only -v tells', () => {
    const card = { network: 'InfiniBand', model: 'MT4123', board: 'MT_0000000223', firmware: '20.31.1014' };
    expect(read(DEVINFO)).toMatchObject({
      format: 'ibv-devinfo',
      facts: { adapters: [{ ...card, gigabits: null }] },
    });
    const full = `${DEVINFO}			active_width:		4X (2)\n			active_speed:		50.0 Gbps (64)\n`;
    expect(read(full)?.facts.adapters).toMatchObject([{ ...card, gigabits: 200 }]);
  });
  test('ibstatus', () => {
    const twice = IBSTATUS + IBSTATUS.replace("'hfi1_0'", "'hfi1_1'");
    expect(read(twice)).toMatchObject({
      format: 'ibstatus',
      facts: { adapters: [{ network: 'InfiniBand', ports: 1, gigabits: 100, count: 2 }] },
    });
  });
  test('cxi_stat', () => {
    expect(read(CXI)).toMatchObject({
      format: 'cxi-stat',
      facts: { adapters: [{ network: 'Slingshot', board: 'P43012-001', firmware: '1.5.41', gigabits: 200 }] },
    });
  });
  test('nothing of them tells one node from its equals', () => {
    for (const text of [IBSTAT, DEVINFO, IBSTATUS, CXI])
      expect(JSON.stringify(read(text)?.facts)).not.toMatch(/1234|fe80|mlx5_0|hsn0|cxi0/);
  });
});

test.each([
  ['ofed-info', 'MLNX_OFED_LINUX-5.8-1.1.2.1:\n', 'OFED', 'MLNX_OFED_LINUX-5.8-1.1.2.1'],
  [
    'ofed-info',
    'MLNX_OFED_LINUX-5.8-1.0.1.1 (OFED-5.8-1.0.1):\n\nclusterkit:\nmlnx_ofed_docs/clusterkit-1.8.src.rpm\n',
    'OFED',
    'MLNX_OFED_LINUX-5.8-1.0.1.1',
  ],
  ['lctl-version', 'lfs 2.15.3\n', 'Lustre', '2.15.3'],
  ['ofed-info', 'OFED-internal-24.10-0.7.0:\n', 'OFED', 'OFED-internal-24.10-0.7.0'],
  ['fi-info', 'fi_info: 1.18.1\nlibfabric: 1.18.1\nlibfabric api: 1.18\n', 'libfabric', '1.18.1'],
  ['fi-info', 'fi_info: 1.15.2.0\nlibfabric: 1.15.2.0\nlibfabric api: 1.15\n', 'libfabric', '1.15.2.0'],
  [
    'fi-info',
    'provider: verbs;ofi_rxm\n    fabric: IB-0xfe80\n    domain: mlx5_0\n    version: 118.10\n    type: FI_EP_RDM\n',
    'libfabric',
    '1.18.1',
  ],
  ['fi-info', 'psm3:\n    version: 706.0\ntcp:\n    version: 122.0\n', 'libfabric', '1.22.0'],
  ['fi-info', 'fi_info: 1.20.0rc1\nlibfabric: 1.20.0rc1\n', 'libfabric', '1.20.0rc1'],
  ['ucx-info', '# UCT version=1.8.0 revision cc2d05e\n# configured with: --prefix=/usr\n', 'UCX', '1.8.0'],
  ['ucx-info', "# Version 1.13.1\n# Git branch '<unknown>', revision 0000000\n", 'UCX', '1.13.1'],
  ['ucx-info', '# Library version: 1.15.0\n# Library path: /usr/lib64/libucs.so.0\n', 'UCX', '1.15.0'],
  ['pmix-info', 'pmix_info (PMIx) 4.2.2\n', 'PMIx', '4.2.2'],
  ['pmix-info', 'prefix=/usr\n\nName: pmix\nDescription: x\nVersion: 5.0.3\n', 'PMIx', '5.0.3'],
  [
    'mmdiag',
    '\n=== mmdiag: version ===\nCurrent GPFS build: "5.1.9.2 ".\nBuilt on Jan 24\n',
    'GPFS',
    '5.1.9.2',
  ],
  ['lctl-version', 'lctl 2.15.3\n', 'Lustre', '2.15.3'],
  ['lctl-version', 'version=2.15.0_rc2_cray_113\n', 'Lustre', '2.15.0_rc2_cray_113'],
  ['lctl-version', 'lustre: 2.10.8\nkernel: patchless_client\nbuild: 2.10.8\n', 'Lustre', '2.10.8'],
  ['lctl-version', 'version=\nlustre: 2.10.8\nkernel: x\n', 'Lustre', '2.10.8'],
  ['daos-version', 'daos version 2.4.1, libdaos v2.4.1\n', 'DAOS', '2.4.1'],
])('%s: %j is %s %s', (format, text, name, version) => {
  expect(read(text)).toMatchObject({ format, facts: { software: [{ name, version }] } });
});

describe('srun --mpi=list', () => {
  test.each([
    [
      'srun: MPI types are...\nsrun: mpi/pmi2\nsrun: mpi/openmpi\nsrun: mpi/none\n',
      ['none', 'openmpi', 'pmi2'],
    ],
    [
      'srun: MPI types are...\nsrun: pmix_v3\nsrun: pmi2\nsrun: none\nsrun: pmix\nsrun: cray_shasta\n',
      ['cray_shasta', 'none', 'pmi2', 'pmix', 'pmix_v3'],
    ],
    ['MPI types are...\npmi2\nnone\ncray_shasta\n', ['cray_shasta', 'none', 'pmi2']],
    [
      'MPI plugin types are...\n\tnone\n\tcray_shasta\n\tpmi2\n\tpmix\nspecific pmix plugin versions available: pmix_v3,pmix_v4\n',
      ['cray_shasta', 'none', 'pmi2', 'pmix', 'pmix_v3', 'pmix_v4'],
    ],
  ])('%j', (text, mpiTypes) => {
    expect(read(text)).toMatchObject({ format: 'srun-mpi-list', facts: { mpiTypes } });
  });

  test('an srun that tells nothing leaves what was known, unless its plugins do', () => {
    const said = { cards: '', 'srun-mpi': 'srun: fatal: Could not establish a source\n', 'srun-mpi-rc': '1' };
    expect(readParts(fabric, said)).toMatchObject({ outcome: 'failed', reason: 'error', node: null });
    const plugins = { ...said, 'mpi-plugins': 'mpi_pmi2.so/\nmpi_x y.so/\n' };
    expect(readParts(fabric, plugins).node?.facts).toMatchObject({ mpiTypes: ['none', 'pmi2'] });
    expect(readParts(fabric, { cards: '' }).node?.facts).toMatchObject({ mpiTypes: [] });
  });

  test('a program that does not answer in time leaves what was known', () => {
    const late = { cards: '', fi_info: '', 'fi_info-rc': '124' };
    expect(readParts(fabric, late)).toMatchObject({ outcome: 'failed', reason: 'timeout', node: null });
  });
});

describe('mounts', () => {
  const points = (text: string) =>
    read(text)?.facts.fileSystems?.map((one) => `${one.type} ${one.point} ${one.protocol}`);

  test('both forms of the kernel', () => {
    const info =
      '22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw\n35 22 0:40 / /scratch rw shared:9 master:1 - lustre 10.0.0.1@o2ib:/s rw,flock\n36 22 0:41 / /home\\040dir rw - nfs4 nas:/h rw,vers=4.2,rsize=1\n';
    expect(points(info)).toEqual(['nfs4 /home dir 4.2', 'lustre /scratch ']);
    const mounts =
      '/dev/sda2 / ext4 rw,relatime 0 0\n10.0.0.1@o2ib:/s /scratch lustre rw,flock 0 0\nnas:/h /home\\040dir nfs4 rw,vers=4.2,rsize=1 0 0\n';
    expect(points(mounts)).toEqual(['nfs4 /home dir 4.2', 'lustre /scratch ']);
  });

  test.each([
    [
      'mount',
      `proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)
/dev/sda1 on /boot type xfs (rw,attr2(x)) [boot]
10.0.0.1@o2ib:10.0.0.2@o2ib:/s on /scratch type lustre (rw,flock,lazystatfs)
nas:/h on /home dir type nfs4 (rw,relatime,vers=4.2,rsize=1048576)
ostpool0/ost0 on /lustre/ost0 type lustre (ro,svname=testfs-OST0000,mgsnode=10.0.0.1@tcp,osd=osd-zfs)
`,
      '4.2',
    ],
    [
      'findmnt',
      `TARGET           SOURCE           FSTYPE OPTIONS
/                /dev/sda2        xfs    rw,relatime
├─/proc          proc             proc   rw,nosuid
├─/scratch       10.0.0.1@o2ib:/s lustre rw,flock
| \`-/scratch/me  10.0.0.1@o2ib:/s[/me] lustre rw,flock
└─/home\\x20dir   nas:/h           nfs4   rw,vers=4.2
`,
      '4.2',
    ],
    [
      'df -T',
      `Filesystem                       Type      Size  Used Avail Use% Mounted on
devtmpfs                         devtmpfs  126G     0  126G   0% /dev
10.0.0.1@o2ib:10.0.0.2@o2ib:10.0.0.3@o2ib:/s
                                 lustre    1.2P  700T  500T  59% /scratch
nas:/h                           nfs4      1.2P  700T  500T  59% /home dir
`,
      '',
    ],
  ])('%s', (_, text, protocol) => {
    expect(points(text)).toEqual([`nfs4 /home dir ${protocol}`, 'lustre /scratch ']);
  });

  test('a table whose end is missing is one, and prose is none', () => {
    const rows = Array.from({ length: 20 }, (_, at) => `s${at} on /d${at} type nfs4 (rw,vers=3)\n`).join('');
    expect(points(`${rows}s20 on /d2`)).toHaveLength(20);
    expect(read('The lustre on /scratch is of\ntype lustre (as said before)\nand more\n')).toBeUndefined();
  });

  test('what is mounted on demand, bound elsewhere or of a job is no change', () => {
    const always = '1 0 0:1 / /net rw - autofs auto.net rw\n2 0 0:2 / /apps rw - nfs4 nas:/apps rw\n';
    const moving =
      '3 0 0:3 / /net/ada rw - nfs4 nas:/ada rw\n4 0 0:2 /x /opt/x rw - nfs4 nas:/apps rw\n5 0 0:2 / /tmp/job1/a rw - nfs4 nas:/apps rw\n6 0 0:2 / /run/user/7/a rw - nfs4 nas:/apps rw\n';
    expect(points(always)).toEqual(['nfs4 /apps ', 'autofs /net ']);
    expect(points(always + moving)).toEqual(points(always));
  });

  test('a bad line loses itself and is reported', () => {
    const reading = readParts(fabric, { mounts: 'lustre / /scratch -\nlustre nowhere\nnfs4 / /home 4.1\n' });
    expect(reading.node?.facts).toMatchObject({ fileSystems: [{ point: '/home' }, { point: '/scratch' }] });
    expect(reading.problems).toMatchObject([{ line: 2, text: 'lustre nowhere' }]);
  });
});

describe('hostile input', () => {
  const seeds = [
    IBSTAT,
    DEVINFO,
    IBSTATUS,
    CXI,
    'MPI plugin types are...\n\tnone\n',
    '# Library version: 1.15.0\n',
  ];
  const inputOf = (text: string) => ({ name: 'x', files: [{ path: 'x', bytes: Buffer.from(text) }] });
  const readAll = (text: string) => {
    for (const form of fabric.natives) {
      form.recognise(inputOf(text));
      const { node } = form.parse(inputOf(text));
      if (node) Fabric.parse(node.facts);
    }
    const names = [
      'cards',
      'mounts',
      'modules',
      'lustre',
      'ofed_info',
      'ucx_info',
      'pmix',
      'srun-mpi',
      'mpi-plugins',
    ];
    const { node } = readParts(fabric, Object.fromEntries(names.map((name) => [name, text])));
    if (node) Fabric.parse(node.facts);
  };

  test('mutated input never throws', () => {
    const edit = fc.tuple(fc.nat(), fc.nat(8), fc.string({ unit: 'binary', maxLength: 12 }));
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 8 }), (seed, edits) => {
        const text = edits.reduce((old, [at, cut, put]) => {
          const index = at % (old.length + 1);
          return old.slice(0, index) + put + old.slice(index + cut);
        }, seed);
        readAll(text);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ' ',
    '\n',
    'a:',
    'version=',
    '1.',
    'class infiniband\nport\n',
    'nfs4 / /a/b -\n',
    "CA 'a'\n",
    ',',
    '/',
  ])('%j, half a megabyte of it', (piece) => {
    const started = performance.now();
    readAll(piece.repeat(500_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test.each([
    ['Filesystem Type Size Used Avail Use% Mounted on\na', ' ', 'b'],
    ['Filesystem Type Size Used Avail Use% Mounted on\n', 'a\n ', 'b'],
    ['a', ' on /x type ', ''],
    ['a on /x type y (', '()', 'x'],
    ['TARGET SOURCE FSTYPE OPTIONS\n/a ', 'x[', ''],
  ])('a table of mounts of %j and many of %j takes time in proportion', (head, piece, tail) => {
    expectLinear((size) => readAll(head + piece.repeat(size) + tail), 8000, piece);
  });
});

describe('the agent', () => {
  const made: string[] = [];
  afterAll(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  function node(files: Record<string, string>): string {
    const root = mkdtempSync(join(tmpdir(), 'gazetteer-fabric-'));
    made.push(root);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return root;
  }
  const evidence = (shell: string[], root?: string, env?: Record<string, string>) => {
    const [found] = agentSession({ facets: ['fabric'], ...(root ? { root } : {}) }, shell, env).facets;
    if (!found) throw new Error('the agent printed no facet');
    expect(found.ended).toBe('done');
    return found;
  };

  test.each(shells)('reads this machine twice alike under %s', (...shell) => {
    const [a, b] = [fabric.read(evidence(shell)), fabric.read(evidence(shell))];
    expect(a.outcome).toBe(b.outcome);
    if (a.node && b.node) expect(canonicalJson(a.node.facts)).toBe(canonicalJson(b.node.facts));
  });

  test.each(shells)('names are data under %s', (...shell) => {
    const point = '/a\\040$(touch\\040/tmp/gz-owned)`id`*';
    const root = node({
      'proc/self/mountinfo': `1 0 0:1 / ${point} rw - lustre x rw\n`,
      'sys/class/infiniband/-n $(id) `id`/fw_ver': '$(touch /tmp/gz-owned) %s \\n\n',
      'sys/class/infiniband/-n $(id) `id`/device/uevent': 'DRIVER=../../etc\n',
      'sys/class/infiniband/-n $(id) `id`/ports/1/rate': '* 100 `id`\n',
    });
    expect(fabric.read(evidence(shell, root)).node?.facts).toMatchObject({
      adapters: [{ firmware: '$(touch /tmp/gz-owned) %s \\n', driver: '', ports: 1 }],
      fileSystems: [{ point: '/a $(touch /tmp/gz-owned)`id`*' }],
    });
  });

  test.each(shells)('no link leads out of a root folder under %s', (...shell) => {
    const secret = node({ fw_ver: 'secret\n', mountinfo: '1 0 0:1 / /secret rw - lustre x rw\n' });
    const root = node({ 'sys/class/infiniband/a/hca_type': 'MT1\n', 'proc/self/x': '' });
    symlinkSync(join(secret, 'fw_ver'), join(root, 'sys/class/infiniband/a/fw_ver'));
    symlinkSync(secret, join(root, 'sys/class/infiniband/b'));
    symlinkSync(join(secret, 'mountinfo'), join(root, 'proc/self/mountinfo'));
    symlinkSync(secret, join(root, 'sys/module'));
    const found = evidence(shell, root);
    expect(JSON.stringify(found.parts.map((part) => part.bytes.toString()))).not.toContain('secret');
    expect(fabric.read(found).node?.facts).toMatchObject({ adapters: [{ model: 'MT1', count: 1 }] });
  });

  test('lists the MPI types that srun lists', () => {
    const folder = node({
      'slurm.conf': 'ClusterName=x\nSlurmctldHost=localhost\nNodeName=n1\nPartitionName=p Nodes=n1\n',
    });
    const env = { SLURM_CONF: join(folder, 'slurm.conf') };
    const run = spawnSync('srun', ['--mpi=list'], { encoding: 'utf8', env: { ...process.env, ...env } });
    if (run.error || run.status !== 0) return;
    const words = `${run.stdout}${run.stderr}`.match(
      /\b(?:none|pmi2|cray_shasta|openmpi|pmix(?:_v\d+)?)\b(?! plugin)/g,
    );
    expect(words).not.toBeNull();
    const mpiTypes = [...new Set(words)].sort();
    expect(fabric.read(evidence(['sh'], undefined, env)).node?.facts).toMatchObject({ mpiTypes });
    // Without its configuration srun tells nothing, and the plugins are the same list.
    const lost = { SLURM_CONF: join(folder, 'missing.conf') };
    expect(fabric.read(evidence(['sh'], undefined, lost)).node?.facts).toMatchObject({ mpiTypes });
  });
});
