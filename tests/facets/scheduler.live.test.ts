import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FacetReading } from '../../server/facets/facet.ts';
import { scheduler } from '../../server/facets/scheduler/index.ts';
import { kinds } from '../../server/facets/scheduler/kinds.ts';
import { agentSession, shells } from '../harness/agent.ts';
import { Slurm } from '../harness/slurm.ts';
import { needs } from '../harness/tools.ts';

/** A running Slurm: what the agent lists equals what sinfo and scontrol list. */

const have = [needs('slurmctld', 'slurmctld'), needs('slurmd', 'slurmd'), needs('sinfo', 'slurm-client')];

const REASON = 'bad "DIMM" #3: State=IDLE';

describe.skipIf(have.includes(false))('a running Slurm', () => {
  let slurm: Slurm;
  beforeAll(async () => {
    const alike = 'CPUs=2 CoresPerSocket=2 RealMemory=500 Weight=10 Feature=ib,rome';
    slurm = await Slurm.start(
      { n01: alike, n02: alike, n03: alike, g01: 'CPUs=1 RealMemory=400 Gres=gpu:a100:1' },
      [
        'NodeName=away CPUs=4 RealMemory=800 NodeAddr=127.0.0.1 Port=1',
        'PartitionName=main Nodes=n[01-03],away Default=YES MaxTime=3-00:00:00 DefaultTime=01:00:00 State=UP',
        'PartitionName=gpu Nodes=g01 MaxTime=INFINITE State=UP',
        'PartitionName=old Nodes=n03 State=DOWN Hidden=YES',
      ],
    );
    await slurm.until(() => {
      const idle = slurm.run('sinfo', '-h', '-a', '-N', '-t', 'idle', '-o', '%N').trim().split('\n');
      return new Set(idle).size === 4;
    });
    slurm.run('scontrol', 'update', 'nodename=n02', 'state=drain', `reason=${REASON}`);
    slurm.run('scontrol', 'update', 'nodename=away', 'state=down', 'reason=cable');
  }, 60_000);
  afterAll(() => slurm?.stop());

  function read(shell: string[]): FacetReading {
    const session = agentSession({ facets: ['scheduler'] }, shell, slurm.env);
    expect(session.complete).toBe(true);
    expect(session.damage).toEqual([]);
    const [evidence] = session.facets;
    if (!evidence) throw new Error('the agent printed no facet');
    return scheduler.read(evidence);
  }

  /** The rows of a document as the tables show them. */
  function rows(reading: FacetReading, path: string): Record<string, unknown>[] {
    const facts = reading.roots[0]?.items.find((item) => item.path === path)?.facts;
    const kind = kinds.find((one) => one.kind === facts?.kind);
    return facts && kind ? kind.rows(facts) : [];
  }

  const cells = (text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('|'));

  test.each(shells.map((shell) => [shell]))('is read as it lists itself under %j', (shell) => {
    const reading = read(shell);
    expect([reading.outcome, reading.problems]).toEqual(['present', []]);
    expect(reading.node?.facts).toMatchObject({
      manager: 'slurm',
      name: 'loop',
      version: slurm.run('sinfo', '--version').split(' ')[1]?.trim(),
    });

    const told = cells(slurm.run('sinfo', '-h', '-a', '-N', '-o', '%N|%R|%c|%m|%G|%f|%w|%X:%Y:%Z'));
    const listed = rows(reading, 'nodes').flatMap((row) =>
      (row.partitions as string[]).map((partition) => [
        row.name,
        partition,
        String(row.cpus),
        String(row.memory),
        (row.gres as string[]).join(',') || '(null)',
        (row.features as string[]).join(',') || '(null)',
        String(row.weight),
        `${row.sockets}:${row.cores}:${row.threads}`,
      ]),
    );
    expect(listed.sort()).toEqual(told.sort());

    const partitions = cells(slurm.run('sinfo', '-h', '-a', '-s', '-o', '%P|%a|%l|%L|%D'));
    const mine = rows(reading, 'partitions').map((row) => [
      `${row.name}${row.default ? '*' : ''}`,
      row.state,
      row.timeLimit === 'unlimited' ? 'infinite' : row.timeLimit,
      row.defaultTime === '' ? 'n/a' : String(row.defaultTime).replace(/^0/, ''),
      String(row.nodeCount),
    ]);
    expect(mine.sort()).toEqual(partitions.sort());

    const states = Object.fromEntries(
      rows(reading, 'states').map((row) => [row.name, [row.state, row.reason]]),
    );
    expect(states).toEqual({
      n01: ['up', ''],
      n02: ['drain', REASON],
      n03: ['up', ''],
      g01: ['up', ''],
      away: ['down', 'cable'],
    });
  });

  test('what its own programs print is read to the same', () => {
    const read = (format: string, text: string) => {
      const input = { name: 'text', files: [{ path: 'text', bytes: Buffer.from(text) }] };
      const form = scheduler.natives.find((one) => one.recognise(input));
      expect(form?.format).toBe(format);
      const reading = form?.parse(input);
      expect(reading?.problems).toEqual([]);
      const states = reading ? rows(reading, 'states') : [];
      return states.map((row) => `${row.name} ${row.state}`).sort();
    };
    const all = ['away down', 'g01 up', 'n01 up', 'n02 drain', 'n03 up'];
    expect(read('scontrol-show', slurm.run('scontrol', 'show', 'node'))).toEqual(all);
    expect(read('scontrol-show', slurm.run('scontrol', '-o', 'show', 'node'))).toEqual(all);
    for (const args of [
      [],
      ['-l'],
      ['-N'],
      ['-N', '-l'],
      ['-o', '%N|%t|%G'],
      ['-o', '%t,%N,%f'],
      ['-O', 'NodeList,StateLong,Gres'],
    ])
      expect(read('sinfo', slurm.run('sinfo', ...args))).toEqual(all);
    for (const format of ['%N|%T|%f', '%N,%t', '%N %t', '%N|%P|%c|%m|%G|%f|%T|%E|%v'])
      expect(read('sinfo-bare', slurm.run('sinfo', '-h', '-o', format))).toEqual(all);
    expect(
      read('sinfo-json-lines', slurm.run('sinfo', '-h', '-N', '-o', '{"s": "%T", "mem": %m, "n": "%N"}')),
    ).toEqual(all);
    expect(read('slurm-json', slurm.run('sinfo', '--json'))).toEqual(all);
    expect(read('slurm-json', slurm.run('sinfo', '--yaml'))).toEqual(all);
  });

  test('jobs that move write nothing', () => {
    const before = read(['sh']).roots[0]?.items.map(({ facts }) => facts);
    slurm.run('scontrol', 'update', 'nodename=n02', 'state=drain', `reason=${REASON}`);
    slurm.run('sbatch', '-p', 'gpu', '-D', '/tmp', '-o', '/dev/null', '--wrap', 'sleep 1');
    expect(read(['sh']).roots[0]?.items.map(({ facts }) => facts)).toEqual(before);
  });
});
