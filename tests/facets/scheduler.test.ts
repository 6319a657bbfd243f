import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gpusOf, gresOf } from '../../server/facets/scheduler/gres.ts';
import { hostsOf } from '../../server/facets/scheduler/hosts.ts';
import { scheduler } from '../../server/facets/scheduler/index.ts';
import { lastingOf, stateOf, stateOfWords } from '../../server/facets/scheduler/states.ts';
import { limitOf, reasonOf } from '../../server/facets/scheduler/values.ts';

function parse(text: string) {
  const input = { name: 'text', files: [{ path: 'text', bytes: Buffer.from(text) }] };
  const form = scheduler.natives.find((one) => one.recognise(input));
  const reading = form?.parse(input);
  const items = reading?.roots[0]?.items ?? [];
  const of = (path: string) => {
    const facts = items.find((item) => item.path === path)?.facts;
    const kind = scheduler.kinds.find((one) => one.kind === facts?.kind);
    return facts && kind ? kind.rows(facts) : [];
  };
  const pick = (path: string, ...keys: string[]) => of(path).map((row) => keys.map((key) => row[key]));
  return { format: form?.format, reading, of, pick };
}

describe('a state', () => {
  // node_state_string of slurm_protocol_defs.c, sinfo(1).
  test.each([
    ['idle', 'idle', [], 'up'],
    ['IDLE+DRAIN', 'idle', ['drain'], 'drain'],
    ['mixed+drain', 'mixed', ['drain'], 'drain'],
    ['MIXED+CLOUD+NOT_RESPONDING+POWERING_UP', 'mixed', ['cloud', 'not_responding', 'powering_up'], 'up'],
    ['IDLE+CLOUD+POWERED_DOWN', 'idle', ['cloud', 'powered_down'], 'up'],
    ['DOWN+CLOUD', 'down', ['cloud'], 'down'],
    ['down*', 'down', ['not_responding'], 'down'],
    ['drained*', '', ['drain', 'not_responding'], 'drain'],
    ['drng@', '', ['busy', 'drain', 'reboot_requested'], 'drain'],
    ['mix-', 'mixed', ['planned'], 'up'],
    ['alloc+', 'allocated', ['completing'], 'up'],
    ['idle~', 'idle', ['powered_down'], 'up'],
    ['idle#', 'idle', ['powering_up'], 'up'],
    ['idle%', 'idle', ['powering_down'], 'up'],
    ['idle!', 'idle', ['power_down'], 'up'],
    ['idle$', 'idle', ['maintenance'], 'maintenance'],
    ['maint', '', ['maintenance'], 'maintenance'],
    ['boot^', '', ['reboot_issued', 'reboot_requested'], 'up'],
    ['inval', '', ['invalid_reg'], 'invalid'],
    ['unk*', 'unknown', ['not_responding'], 'unknown'],
    ['futr', 'future', [], 'future'],
    ['failg', '', ['busy', 'fail'], 'fail'],
    ['resv', '', ['reserved'], 'up'],
    ['plnd', '', ['planned'], 'up'],
  ])('%s', (text, base, flags, lasts) => {
    const state = stateOf(text);
    expect(state).toEqual({ base, flags });
    expect(state && lastingOf(state)).toBe(lasts);
  });

  test.each(['', 'idling', 'not a state', 'n/a', '+', 'idle+', 'none'])('%j is none', (text) => {
    expect(text === 'idle+' ? stateOf('idling+') : stateOf(text)).toBeNull();
  });

  test('as JSON has it', () => {
    expect(stateOfWords(['IDLE', 'DRAIN'])).toEqual({ base: 'idle', flags: ['drain'] });
    expect(stateOfWords(['INVALID'])).toEqual({ base: '', flags: ['invalid'] });
    expect(stateOfWords([])).toBeNull();
  });
});

describe('a host list', () => {
  test.each([
    ['bigmem-1,c1-[5,9,12-14]', ['bigmem-1', 'c1-5', 'c1-9', 'c1-12', 'c1-13', 'c1-14'], true],
    ['r[1-2]n[01-02]', ['r1n01', 'r1n02', 'r2n01', 'r2n02'], true],
    ['n[08-11]', ['n08', 'n09', 'n10', 'n11'], true],
    ['n[098-101]', ['n098', 'n099', 'n100', 'n101'], true],
    ['gpu[1-2]-ib', ['gpu1-ib', 'gpu2-ib'], true],
    ['node-01.cluster.example.org', ['node-01.cluster.example.org'], true],
    ['', [], true],
    ['c1-[7,13-15,1...', ['c1-7', 'c1-13', 'c1-14', 'c1-15'], false],
    ['a,c1-[1-', ['a'], false],
  ])('%s', (text, names, whole) => expect(hostsOf(text)).toEqual({ names, whole }));

  test.each(['n[1-9999999999]', 'n[2-1]', 'n[a]', 'n]1[', 'two words', 'a[1-400][1-400][1-400]'])(
    '%s is none',
    (text) => expect(hostsOf(text)).toBeNull(),
  );
});

test.each([
  ['gpu:tesla:8(S:0-7)', ['gpu:tesla:8'], 8],
  ['gpu:a100:4(IDX:0-3),gpu:v100:2,craynetwork:4', ['craynetwork:4', 'gpu:a100:4', 'gpu:v100:2'], 6],
  ['gpu:a100:2(S:0,2),nic:1', ['gpu:a100:2', 'nic:1'], 2],
  ['gpu', ['gpu'], 1],
  ['gpu:a100', ['gpu:a100'], 1],
  ['gpu:1g.10gb:7', ['gpu:1g.10gb:7'], 7],
  ['bandwidth:lustre:no_consume:4G', ['bandwidth:lustre:no_consume:4G'], 0],
  ['(null)', [], 0],
  ['', [], 0],
])('generic resources %j', (text, list, gpus) => {
  expect(gresOf(text)).toEqual(list);
  expect(gpusOf(gresOf(text))).toBe(gpus);
});

test.each([
  ['infinite', 'unlimited'],
  ['UNLIMITED', 'unlimited'],
  ['7-00:00:00', '7-00:00:00'],
  ['14-00:00:0', '14-00:00:00'],
  ['12:00:00', '12:00:00'],
  ['1:00:00', '01:00:00'],
  ['30:00', '00:30:00'],
  ['48:00:00', '2-00:00:00'],
  ['2-12', '2-12:00:00'],
  ['n/a', ''],
  ['NONE', ''],
])('a time limit %s', (text, limit) => expect(limitOf(text)).toBe(limit));

test.each([
  ['bad DIMM: slot "A1", #42 [root@2026-11-23T20:18:19]', 'bad DIMM: slot "A1", #42', 'root'],
  ['Not responding [slurm@2026-11-23T20:18:19]', 'Not responding', 'slurm'],
  ['see [ticket] 4', 'see [ticket] 4', ''],
  ['none', '', ''],
])('a reason %s', (text, reason, by) => expect(reasonOf(text)).toEqual({ reason, by }));

describe('sinfo', () => {
  test('sums up the lines of a partition, and knows its default', () => {
    const { format, pick } = parse(
      'PARTITION AVAIL  TIMELIMIT  NODES  STATE NODELIST\nbatch*       up 1-00:00:00      2   unk* c4,d1\nbatch*       up 1-00:00:00      1  drain c3\ngpu       inact   infinite      0    n/a \n',
    );
    expect(format).toBe('sinfo');
    expect(pick('partitions', 'name', 'default', 'state', 'timeLimit', 'nodeCount')).toEqual([
      ['batch', true, 'up', '1-00:00:00', 3],
      ['gpu', false, 'inactive', 'unlimited', 0],
    ]);
    expect(pick('states', 'name', 'state')).toEqual([
      ['c3', 'drain'],
      ['c4', 'unknown'],
      ['d1', 'unknown'],
    ]);
  });

  test('-R, with spaces in reasons and columns of a fixed width', () => {
    const { pick, reading } = parse(
      'REASON               USER      TIMESTAMP           NODELIST\nNot responding       root      2026-11-24T03:46:42 n[01-02]\nnone                 Unknown   Unknown             n03\n',
    );
    expect(reading?.problems).toEqual([]);
    expect(pick('nodes', 'name').flat()).toEqual(['n01', 'n02', 'n03']);
  });

  test('columns that run into each other', () => {
    const header = 'NODELIST            STATE               GRES                ';
    const row = `${'a-very-long-name-001'}${'idle'.padEnd(20)}${'gpu:a100:4(S:0-1)'.padEnd(20)}`;
    const { pick } = parse(`${header}\n${row}\n`);
    expect(pick('nodes', 'name', 'gres', 'gpus')).toEqual([['a-very-long-name-001', ['gpu:a100:4'], 4]]);
  });

  test('commas between cells and inside them', () => {
    const { pick, reading } = parse('STATE,NODELIST,AVAIL_FEATURES\nidle,n[1,3],ib,rome\n');
    expect(reading?.problems).toEqual([]);
    expect(pick('nodes', 'name', 'features')).toEqual([
      ['n1', ['ib', 'rome']],
      ['n3', ['ib', 'rome']],
    ]);
  });

  test('a range of numbers tells of no node', () => {
    const { pick } = parse('NODELIST CPUS MEMORY STATE\nn[1-2] 16+ 1000-2000 idle\nn3 8 500 idle\n');
    expect(pick('nodes', 'name', 'cpus', 'memory')).toEqual([
      ['n1', null, null],
      ['n2', null, null],
      ['n3', 8, 500],
    ]);
  });

  test('several clusters, and reservations, which are no nodes', () => {
    const table = 'PARTITION AVAIL  TIMELIMIT  NODES  STATE NODELIST\n';
    const { of } = parse(
      `CLUSTER: one\n${table}a up infinite 1 idle n1\n\nCLUSTER: two\n${table}b up infinite 1 idle m1\n`,
    );
    expect(of('partitions')).toHaveLength(2);
    const text =
      'RESV_NAME     STATE           START_TIME             END_TIME     DURATION  NODELIST\nmaint      INACTIVE  2026-11-24T03:46:42  2026-11-25T03:46:42  1-00:00:00  n[1-2]\n';
    expect(parse(text).format).toBeUndefined();
  });

  test('one bad line is lost alone', () => {
    const { pick, reading } = parse('NODELIST STATE\nn1 idle\nn2 strange\nn3 down\n');
    expect(pick('states', 'name', 'state')).toEqual([
      ['n1', 'up'],
      ['n3', 'down'],
    ]);
    expect(reading?.problems).toMatchObject([{ line: 3, text: 'n2 strange' }]);
  });

  test('prose and other tables are none', () => {
    for (const text of [
      'not json, will cause a parsing error',
      'a down\nword up',
      'idle hands',
      'x,y\n1,2\n',
      '',
      '\n',
    ])
      expect(parse(text).format === 'sinfo' || /up|idle/.test(parse(text).of('states').join())).toBe(false);
  });
});

describe('scontrol show node', () => {
  const node =
    'NodeName=n1 Arch=x86_64 CPUTot=4 AvailableFeatures=loc=a,ib Gres=gpu:a100:2(S:0) OS=Linux 5.14 #1 SMP RealMemory=100 State=DOWN+DRAIN ThreadsPerCore=1 Partitions=a,b ';

  test('a reason says nothing else of the node', () => {
    const { pick } = parse(
      `${node} Reason=State=IDLE CPUTot=1 Gres=none [me@2026-01-01T00:00:00] Comment=x NodeName=n9\n`,
    );
    expect(pick('nodes', 'name', 'cpus', 'gres', 'features', 'os')).toEqual([
      ['n1', 4, ['gpu:a100:2'], ['loc=a', 'ib'], 'Linux 5.14 #1 SMP'],
    ]);
    expect(pick('states', 'state', 'reason', 'by')).toEqual([
      ['drain', 'State=IDLE CPUTot=1 Gres=none', 'me'],
    ]);
  });

  test('over several lines as on one', () => {
    const many = node.replaceAll(/ (Gres|OS|State)=/g, '\n   $1=');
    expect(
      parse(`${many}\n\n${many.replace('n1', 'n2')}\n`)
        .pick('nodes', 'name')
        .flat(),
    ).toEqual(['n1', 'n2']);
    expect(parse(`${many}\n`).of('nodes')).toEqual(parse(`${node}\n`).of('nodes'));
  });

  test('idle and allocated are one document', () => {
    const facts = (state: string) => {
      const reading = parse(`${node.replace('DOWN+DRAIN', state)} CPULoad=${state.length}\n`).reading;
      return reading?.roots[0]?.items.filter(({ path }) => path !== 'moment').map((item) => item.facts);
    };
    for (const state of [
      'ALLOCATED',
      'MIXED+PLANNED',
      'IDLE+POWERED_DOWN',
      'IDLE+NOT_RESPONDING',
      'IDLE+RESERVED',
    ])
      expect(facts(state)).toEqual(facts('IDLE'));
    expect(facts('DOWN')).not.toEqual(facts('IDLE'));
    expect(facts('MIXED+DRAIN')).toEqual(facts('IDLE+DRAIN'));
  });
});

test('slurm.conf: defaults, continued lines, comments, names of nodes', () => {
  const { format, pick, reading } = parse(
    'ClusterName=demo # ours\nNodeName=DEFAULT CPUs=4 \\\n  RealMemory=100\nNodeName=n[1-2] Feature=ib State=UNKNOWN\nnodename=g1 CPUs=8 Gres=gpu:4 State=DRAIN Reason="no PSU"\nPartitionName=DEFAULT MaxTime=INFINITE\nPartitionName=all Nodes=ALL Default=YES\n',
  );
  expect(format).toBe('slurm-conf');
  expect(reading?.node?.facts).toMatchObject({ name: 'demo' });
  expect(pick('nodes', 'name', 'cpus', 'memory', 'features', 'gpus', 'partitions')).toEqual([
    ['g1', 8, 100, [], 4, ['all']],
    ['n1', 4, 100, ['ib'], null, ['all']],
    ['n2', 4, 100, ['ib'], null, ['all']],
  ]);
  expect(pick('states', 'name', 'state', 'reason')).toEqual([['g1', 'drain', 'no PSU']]);
  expect(pick('partitions', 'name', 'timeLimit', 'default')).toEqual([['all', 'unlimited', true]]);
});

test('JSON of sinfo from 23.02 on', () => {
  const row = (names: string[], state: string[], cpus: [number, number]) => ({
    node: { state },
    nodes: { nodes: names, total: names.length },
    cpus: { minimum: cpus[0], maximum: cpus[1] },
    memory: { minimum: 100, maximum: 100 },
    gres: { total: 'gpu:a100:4(S:0-1)', used: 'gpu:a100:1(IDX:0)' },
    features: { total: 'ib,rome' },
    reason: { description: state.includes('DRAIN') ? 'bad #1' : '', user: 'root' },
    partition: {
      name: 'main',
      partition: { state: ['UP'] },
      nodes: { configured: 'n[1-3]', total: 3 },
      maximums: { time: { set: true, infinite: false, number: 90 } },
    },
  });
  const { pick } = parse(
    JSON.stringify({
      sinfo: [row(['n1', 'n2'], ['IDLE'], [4, 8]), row(['n3'], ['MIXED', 'DRAIN'], [8, 8])],
      meta: {},
      errors: [],
    }),
  );
  expect(pick('nodes', 'name', 'cpus', 'memory', 'gpus', 'partitions')).toEqual([
    ['n1', null, 100, 4, ['main']],
    ['n2', null, 100, 4, ['main']],
    ['n3', 8, 100, 4, ['main']],
  ]);
  expect(pick('states', 'name', 'state', 'reason', 'by').at(-1)).toEqual(['n3', 'drain', 'bad #1', 'root']);
  expect(pick('partitions', 'name', 'state', 'timeLimit', 'nodes')).toEqual([
    ['main', 'up', '01:30:00', ['n1', 'n2', 'n3']],
  ]);
});

test('partitions of the old data parsers have flat keys', () => {
  const partition = {
    name: 'a',
    flags: ['default'],
    nodes: 'n[1-2]',
    total_nodes: 2,
    total_cpus: 8,
    max_time_limit: -1,
    state: 'UP',
    maximum_nodes_per_job: -1,
  };
  const { pick } = parse(
    JSON.stringify({ meta: { Slurm: { release: '21.08.8' } }, errors: [], partitions: [partition] }),
  );
  expect(pick('partitions', 'name', 'default', 'timeLimit', 'nodes', 'cpus', 'maxNodes', 'state')).toEqual([
    ['a', true, 'unlimited', ['n1', 'n2'], 8, 0, 'up'],
  ]);
});

test('jobs are no nodes, and an error is no answer', () => {
  expect(
    parse(JSON.stringify({ meta: { slurm: {} }, errors: [], jobs: [{ name: 'x', job_state: 'RUNNING' }] }))
      .format,
  ).toBeUndefined();
  const { format, reading } = parse(
    'slurm_load_partitions: Unable to contact slurm controller (connect failure)\n',
  );
  expect([format, reading?.outcome, reading?.reason]).toEqual(['scheduler-error', 'failed', 'no-daemon']);
});

describe('PBS', () => {
  test('Torque', () => {
    const { format, pick, reading } = parse(
      'n1\n     state = job-exclusive\n     power_state = Running\n     np = 16\n     properties = big,ib\n     ntype = cluster\n     jobs = 0-15/12.head\n     status = opsys=linux,physmem=65831072kb,version=6.1.3,jobs=12.head\n     gpus = 2\n\nn2\n     state = down,offline\n     np = 16\n     ntype = cluster\n     note = no PSU\n\n',
    );
    expect(format).toBe('pbsnodes');
    expect(reading?.node?.facts).toMatchObject({ product: 'torque', version: '6.1.3' });
    expect(pick('nodes', 'name', 'cpus', 'memory', 'gpus', 'features')).toEqual([
      ['n1', 16, 64288, 2, ['big', 'ib']],
      ['n2', 16, null, 0, []],
    ]);
    expect(pick('states', 'name', 'state', 'reason')).toEqual([
      ['n1', 'up', ''],
      ['n2', 'drain', 'no PSU'],
    ]);
  });

  test('JSON', () => {
    const nodes = {
      c1: { state: 'free', pcpus: 8, resources_available: { ncpus: 8, mem: '16gb', ngpus: 1 }, queue: 'q' },
    };
    const { format, pick, reading } = parse(
      JSON.stringify({ timestamp: 1, pbs_version: '20.0.1', pbs_server: 'head', nodes }),
    );
    expect(format).toBe('pbsnodes-json');
    expect(reading?.node?.facts).toMatchObject({ manager: 'pbs', version: '20.0.1', name: 'head' });
    expect(pick('nodes', 'name', 'cpus', 'memory', 'gpus', 'partitions')).toEqual([
      ['c1', 8, 16384, 1, ['q']],
    ]);
  });
});

describe('whatever comes', () => {
  const folder = fileURLToPath(new URL('../fixtures/scheduler', import.meta.url));
  const samples = [
    'slurm-22.05/root/.gazetteer/run/slurm-nodes.out',
    'slurm-22.05/root/.gazetteer/run/slurm-partitions.out',
    'pbs/root/.gazetteer/run/pbs-nodes.out',
    'lsf/root/.gazetteer/run/lsf-hosts.out',
  ].map((path) => readFileSync(`${folder}/${path}`, 'utf8'));
  samples.push(
    'PARTITION AVAIL  TIMELIMIT  NODES  STATE NODELIST\na* up 1:00 2 idle n[1-2]\nb up infinite 1 down* c3\n',
    'n1|idle|gpu:a100:4\nn2|down*|(null)\n',
    'vnode           state           njobs   run   susp      f/t        f/t     f/t     f/t   jobs\nn1  free  0  0  0  1gb/2gb  1/2  0/0  0/0 --\n',
    'Name=n1|Mom=n1|state=free|resources_available.ncpus=2\n',
    '<Data><Node><name>n1</name><state>free</state><np>2</np></Node></Data>',
    'QUEUE_NAME      PRIO STATUS          MAX JL/U\nnight             1  Open:Inact        -    -    -\n',
    JSON.stringify({
      nodes: [{ name: 'n1', state: ['IDLE'], gres: 'gpu:2' }],
      partitions: [],
      meta: {},
      errors: [],
    }),
  );

  test('nothing throws, and every document keeps its schema', () => {
    const mutated = fc.tuple(
      fc.constantFrom(...samples),
      fc.nat(4000),
      fc.nat(60),
      fc.string({ maxLength: 30, unit: 'binary' }),
    );
    fc.assert(
      fc.property(mutated, ([text, at, cut, put]) => {
        const changed = text.slice(0, at % text.length) + put + text.slice((at % text.length) + cut);
        for (const form of scheduler.natives) {
          const input = { name: 'x', files: [{ path: 'x', bytes: Buffer.from(changed) }] };
          form.recognise(input);
          const reading = form.parse(input);
          for (const facts of [
            reading.node?.facts,
            ...reading.roots.flatMap((root) => root.items.map((item) => item.facts)),
          ]) {
            if (!facts) continue;
            const kind = scheduler.kinds.find((one) => one.kind === facts.kind);
            expect(kind?.schema.safeParse(facts).success).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  test('a broken line of scontrol loses its node alone', () => {
    const lines = (samples[0] ?? '').trimEnd().split('\n');
    for (const at of lines.keys()) {
      const broken = lines.with(at, (lines[at] ?? '').replace(/State=\S+/, 'State=?!'));
      const { of, reading } = parse(broken.join('\n'));
      expect(of('nodes')).toHaveLength(lines.length - 1);
      expect(reading?.problems).toMatchObject([{ line: at + 1 }]);
    }
  });

  test('a cluster of 20,000 nodes is read in time that grows with it', () => {
    const line = (samples[0] ?? '').split('\n')[2] ?? '';
    const text = Array.from({ length: 20_000 }, (_, at) => line.replace('n01', `n${at}`)).join('\n');
    const { reading } = parse(text);
    expect(reading?.problems).toEqual([]);
    expect(JSON.stringify(reading?.roots[0]?.items[0]?.facts).length).toBeLessThan(400_000);
  }, 20_000);
});
