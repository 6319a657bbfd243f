import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OneFiler, OTHERS } from '../harness/oneFiler.ts';
import { hasSshd } from '../harness/sshd.ts';

/** What may be taken for read, and what may not, where one node reads for all. */
describe.skipIf(!hasSshd())('what one node reads for all', () => {
  const filer = new OneFiler(['n01', 'n02', 'n03']);

  beforeAll(() => filer.start());
  afterAll(() => filer.stop());
  beforeEach(() => filer.anew());

  test('is not taken for unchanged when it could not be stored', async () => {
    await filer.sweep('n01');
    filer.install('samtools', '1.18');
    const { db } = filer.database;
    const n03 = await filer.idOf('n03');
    await db.query(`create function refuse() returns trigger language plpgsql as $$
      begin raise exception 'refused by the test'; end $$`);
    await db.query(
      `create trigger refuse before insert on visit for each row when (new.node_id = ${n03} and new.confirmed <> 0)
       execute function refuse()`,
    );
    const { sweeps } = await filer.sweep('n03');
    expect(sweeps[0]?.failures[0]?.reason).toBe('not-stored');
    await db.query('drop trigger refuse on visit');
    await filer.sweep('n02');
    expect(await filer.versionOf('samtools')).toEqual(['1.18']);
  });

  test('is not taken for unchanged when the chosen node read something else in its place', async () => {
    await filer.sweep('n02');
    filer.install('samtools', '1.18');
    // It asks for what all see, and then tells of a folder of its own.
    filer.as('n01', `/bin/sh -s | sed -u '/ root /s/fstype=nfs4/fstype=ext4/'`);
    await filer.sweep();
    expect(await filer.versionOf('samtools')).toEqual(['1.18']);
    const walks = await filer.database.db.query<{ walker: string }>(
      `select distinct node.name as walker from sweep, jsonb_each(sweep.walks) as walk
       join node on node.id = (walk.value ->> 'node')::int where sweep.id = (select max(id) from sweep)`,
    );
    expect(walks.rows).toEqual([{ walker: 'n02' }]);
  });

  test('is read again as long as it is suspect, whatever shows it unchanged', async () => {
    writeFileSync(join(filer.root, 'sw/.changed'), '');
    await filer.apply('stamps: { /sw: /sw/.changed },');
    await filer.sweep();
    const held = async () =>
      (await filer.database.db.query<{ reason: string }>('select reason from held_root')).rows.map(
        (row) => row.reason,
      );
    filer.modules(['samtools']);
    await filer.sweep('', true);
    expect(await held()).toEqual(['root-suspect']);
    // All is as it was, so that the suspicion is over.
    filer.modules(['samtools', ...OTHERS]);
    await filer.sweep();
    expect(await held()).toEqual([]);
    // The same loss a second time is a first one again.
    filer.modules(['samtools']);
    await filer.sweep('', true);
    expect(await held()).toEqual(['root-suspect']);
  });

  test('is read again after a week, whatever shows it unchanged', async () => {
    await filer.sweep();
    const read = () =>
      filer.names.filter((name) => /\|samtools-1-0.json|part records/.test(filer.printed(name)));
    await filer.sweep();
    expect(read()).toEqual([]);
    await filer.database.db.query(
      `update root set proof = split_part(proof, '@', 1) || '@' || extract(epoch from now() - interval '8 days')::int
       where proof <> ''`,
    );
    await filer.sweep();
    expect(read()).toEqual(['n01']);
    await filer.sweep();
    expect(read()).toEqual([]);
  });

  test('is not confirmed by a node that says by itself that it is unchanged', async () => {
    await filer.sweep();
    filer.as('n03', FORGED);
    const { sweeps } = await filer.sweep();
    expect(sweeps[0]?.outcomes.partial).toBe(1);
    const left = await filer.database.db.query(
      `select root.path from visit cross join unnest(unwalked) as id join root using (id)
       where node_id = $1 and sweep_id = (select max(sweep_id) from visit)`,
      [await filer.idOf('n03')],
    );
    expect(left.rows).toEqual([{ path: '/opt/miniforge3' }]);
  });
});

/** A node that asks nothing, and tells of the installation that it is as it was. */
const FORGED = `
while IFS= read -r line; do case $line in *GZ_NONCE=*) break ;; esac; done
nonce=$(printf '%s' "$line" | sed "s/.*GZ_NONCE='*\\([0-9a-f]*\\).*/\\1/")
seq=0
frame() {
  seq=$((seq + 1))
  printf '%s+%s %s\n%s|%s\n%s=%s 1 %s 0\n' "$nonce" "$seq" "$2" "$nonce" "$1" "$nonce" "$seq" "\${#1}"
}
frame / 'hello proto=1 agent=forged'
frame '' 'facet conda'
frame /opt/miniforge3 'root installation mount=/opt fstype=nfs4 source=filer:/opt inode=1'
frame '' 'end-root elsewhere same'
frame '' 'end present'
frame '' 'end-facet done'
frame '' bye
`;
