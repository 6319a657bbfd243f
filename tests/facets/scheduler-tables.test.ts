import { describe, expect, test } from 'vitest';
import { scheduler } from '../../server/facets/scheduler/index.ts';
import { pbsStateOf } from '../../server/facets/scheduler/pbsStates.ts';

function parse(text: string) {
  const input = { name: 'text', files: [{ path: 'text', bytes: Buffer.from(text) }] };
  const form = scheduler.natives.find((one) => one.recognise(input));
  const reading = form?.parse(input);
  const pick = (path: string, ...keys: string[]) => {
    const facts = reading?.roots[0]?.items.find((item) => item.path === path)?.facts;
    const kind = scheduler.kinds.find((one) => one.kind === facts?.kind);
    return facts && kind ? kind.rows(facts).map((row) => keys.map((key) => row[key])) : null;
  };
  const problems = reading?.problems.map((one) => one.message);
  return { format: form?.format, cluster: reading?.node?.facts, pick, problems };
}

describe('tables of PBS, as pbsnodes.c prints them', () => {
  test('pbsnodes -avSj, with a vnode that has no memory', () => {
    const { format, pick, problems } = parse(`
                                                        mem       ncpus   nmics   ngpus
vnode           state           njobs   run   susp      f/t        f/t     f/t     f/t   jobs
--------------- --------------- ------ ----- ------ ------------ ------- ------- ------- -------
edtb-01         free                 0     0      0      0 b/0 b     0/0     0/0     0/0 --
edtb-01[0]      free                 0     0      0  250gb/250gb   64/64     0/0     1/1 --
node1           job-busy             4     4      0      1tb/1tb   0/128     0/0     0/4 22,23,24,25
x3014c0s1b0n0   offline              0     0      0  503gb/503gb   64/64     0/0     4/4 --
x3014c0s1b0n1   wait-provisioni      0     0      0  503gb/503gb   64/64     0/0     4/4 --
`);
    expect([format, problems]).toEqual(['pbsnodes-table', []]);
    expect(pick('nodes', 'name', 'cpus', 'memory', 'gpus')).toEqual([
      ['edtb-01', null, null, 0],
      ['edtb-01[0]', 64, 256000, 1],
      ['node1', 128, 1048576, 4],
      ['x3014c0s1b0n0', 64, 515072, 4],
      ['x3014c0s1b0n1', 64, 515072, 4],
    ]);
    expect(pick('states', 'name', 'state')).toEqual([
      ['edtb-01', 'up'],
      ['edtb-01[0]', 'up'],
      ['node1', 'up'],
      ['x3014c0s1b0n1', 'up'],
      ['x3014c0s1b0n0', 'drain'],
    ]);
  });

  test('pbsnodes -aS, where two names were cut to one', () => {
    const { format, pick, problems } =
      parse(`vnode           state           OS       hardware host            queue        mem     ncpus   nmics   ngpus  comment
--------------- --------------- -------- -------- --------------- ---------- -------- ------- ------- ------- ---------
r1i0n1          offline         --       --       r1i0n1          workq          47gb      24       0       0 bad dimm
compute-rack001 free            --       --       compute-rack001 --             47gb      24       0       2 --
compute-rack001 free            --       --       compute-rack001 --             47gb      24       0       2 --
`);
    expect([format, problems]).toEqual(['pbsnodes-table', ['the name was cut', 'the name was cut']]);
    expect(pick('nodes', 'name', 'cpus', 'memory', 'partitions')).toEqual([['r1i0n1', 24, 48128, ['workq']]]);
    expect(pick('states', 'name', 'state', 'reason')).toEqual([['r1i0n1', 'drain', 'bad dimm']]);
  });

  test.each([
    [
      'pbsnodes-dsv',
      'Name=p1|Mom=p1|pbs_version=19.1.3|state=free|resources_available.mem=2gb|resources_available.ncpus=2\n',
    ],
    [
      'pbsnodes-dsv',
      'vnode=p1|state=free|OS=--|hardware=--|host=p1|queue=--|mem=2gb|ncpus=2|nmics=0|ngpus=0|comment=--\n',
    ],
    [
      'pbsnodes-dsv',
      'vnode=p1|state=free|njobs=0|run=0|susp=0|mem(f/t)=1gb/2gb|ncpus(f/t)=1/2|nmics(f/t)=0/0|ngpus(f/t)=0/0|jobs=--\n',
    ],
    [
      'pbsnodes-json',
      '{"pbs_version":"20.0.1","nodes":{"p1":{"State":"free","queue":"--","Memory":"2gb","ncpus":2,"ngpus":0}}}',
    ],
    [
      'pbsnodes-json',
      '{"pbs_version":"20.0.1","nodes":{"p1":{"State":"free","mem f/t":"1gb/2gb","ncpus f/t":"1/2"}}}',
    ],
    [
      'pbsnodes-xml',
      '<Data><Node><name>p1</name><state>free</state><np>2</np><status>opsys=linux,physmem=2097152kb</status></Node></Data>',
    ],
  ])('%s', (name, text) => {
    const { format, pick } = parse(text);
    expect(format).toBe(name);
    expect(pick('nodes', 'name', 'cpus', 'memory')).toEqual([['p1', 2, 2048]]);
    expect(pick('states', 'name', 'state')).toEqual([['p1', 'up']]);
  });

  test('pbsnodes -l', () => {
    const { format, pick } = parse(
      'node003              down,offline\nnode017              offline   disk\n',
    );
    expect(format).toBe('pbsnodes-marked');
    expect(pick('states', 'name', 'state', 'reason')).toEqual([
      ['node003', 'drain', ''],
      ['node017', 'drain', 'disk'],
    ]);
  });

  test('two words a line, that anybody may have written, are none', () => {
    expect(parse('node1 down\nnode2 down\n').format).not.toBe('pbsnodes-marked');
    expect(parse('gcc free\nsoftware is free\n').format).not.toBe('pbsnodes-marked');
  });

  test('queues that run jobs', () => {
    const wide = parse(`Queue              Max   Tot Ena Str   Que   Run   Hld   Wat   Trn   Ext Type
---------------- ----- ----- --- --- ----- ----- ----- ----- ----- ----- ----
workq                0     1 yes yes     0     1     0     0     0     0 Exec
old                  0     1  no yes     0     1     0     0     0     0 Exec
route                0     1 yes yes     0     1     0     0     0     0 Rout
`);
    expect(wide.pick('partitions', 'name', 'state')).toEqual([
      ['old', 'drain'],
      ['workq', 'up'],
    ]);
    const short = parse(`
server: pbs01

Queue            Memory CPU Time Walltime Node   Run   Que   Lm  State
---------------- ------ -------- -------- ---- ----- ----- ----  -----
workq              --      --       --      --     1     0   --   E R
long               --      --    168:00:0   --     0     0   --   D S
                                               ----- -----
                                                   1     0
`);
    expect(short.pick('partitions', 'name', 'state')).toEqual([
      ['long', 'inactive'],
      ['workq', 'up'],
    ]);
  });

  test('words of a state that are not known leave those that are', () => {
    expect(pbsStateOf('down,offline,MOM-list-not-sent')).toEqual({ base: 'down', flags: ['drain'] });
    expect(pbsStateOf('Stale')).toEqual({ base: 'down', flags: ['not_responding'] });
    expect(pbsStateOf('shining')).toBeNull();
  });

  test('a host whose vnodes differ is listed without a state', () => {
    const { pick } = parse(
      'h1\n     Mom = h1\n     state = <various>\n     pcpus = 8\n     resources_available.ncpus = 8\n\nh2\n     state = free\n     pcpus = 8\n',
    );
    expect(pick('nodes', 'name', 'cpus')).toEqual([
      ['h1', 8],
      ['h2', 8],
    ]);
    expect(pick('states', 'name')).toEqual([['h2']]);
  });
});

describe('LSF', () => {
  test('names that bhosts cut are no hosts, but are counted', () => {
    const { cluster, pick, problems } =
      parse(`HOST_NAME          STATUS       JL/U    MAX  NJOBS    RUN  SSUSP  USUSP    RSV
icgen2host-10-240- closed          -      0      0      0      0      0      0
icgen2host-10-240- ok              -      4      0      0      0      0      0
`);
    expect(cluster).toMatchObject({ manager: 'lsf', nodeCount: 2 });
    expect(pick('nodes', 'name')).toBeNull();
    expect(problems).toEqual(['the name was cut', 'the name was cut']);
  });

  test('a table that stands twice in a text has no cut names', () => {
    const table = `HOST_NAME          STATUS       JL/U    MAX  NJOBS    RUN  SSUSP  USUSP    RSV
worker-10-10-10-10 ok              -      -      0      0      0      0      0
`;
    const { pick, problems } = parse(table + table);
    expect(problems).toEqual([]);
    expect(pick('nodes', 'name')).toEqual([['worker-10-10-10-10']]);
  });

  test('why a host is closed decides', () => {
    const row = (name: string, state: string) => `${name}  ${state}  -  4  0  0  0  0  0\n`;
    const { pick } = parse(
      `HOST_NAME STATUS JL/U MAX NJOBS RUN SSUSP USUSP RSV\n${row('a', 'closed_Full')}${row('b', 'closed_Adm')}${row('c', 'closed')}${row('d', 'closed_LIM')}${row('e', 'unavail')}`,
    );
    expect(pick('states', 'name', 'state')).toEqual([
      ['a', 'up'],
      ['b', 'drain'],
      ['c', 'unknown'],
      ['d', 'unknown'],
      ['e', 'down'],
    ]);
  });

  test('queues, a host in long, JSON, and lsid of LSF that others build', () => {
    expect(
      parse(`QUEUE_NAME      PRIO STATUS          MAX JL/U JL/P JL/H NJOBS  PEND   RUN  SUSP
priority         43  Open:Active       -    -    -    -     0     0     0     0
night             1  Open:Inact        -    -    -    -     0     0     0     0
`).pick('partitions', 'name', 'state', 'priority'),
    ).toEqual([
      ['night', 'down', 1],
      ['priority', 'up', 43],
    ]);
    expect(
      parse(`HOST  hostA
STATUS           CPUF  JL/U    MAX  NJOBS    RUN  SSUSP  USUSP    RSV DISPATCH_WINDOW
closed_Adm      60.00     -     16      0      0      0      0      0      -

 CURRENT LOAD USED FOR SCHEDULING:
                r15s   r1m  r15m    ut    pg    io   ls    it   tmp   swp   mem  slots
 Total           0.0   0.0   0.0    0%   0.0     0    1     2   10G   10G   14G     16
`).pick('states', 'name', 'state'),
    ).toEqual([['hostA', 'drain']]);
    expect(
      parse(
        '{"COMMAND":"bhosts","HOSTS":1,"RECORDS":[{"HOST_NAME":"ip-1","STATUS":"closed_Full","MAX":"4"}]}',
      ).pick('states', 'name', 'state'),
    ).toEqual([['ip-1', 'up']]);
    expect(parse('volclava project 1.0.0, Nov 14 2024\n\nMy cluster name is v\n').cluster).toMatchObject({
      product: 'volclava project',
      version: '1.0.0',
      name: 'v',
    });
  });
});
