import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedRoot } from '../harness/invented.ts';
import { hasSshd, startSshd } from '../harness/sshd.ts';
import type { Bench, Result } from './bench.ts';
import { describe, nodeNames, sweepOnce, withFolder } from './loopback.ts';
import { withDatabase, withPostgres } from './postgres.ts';
import { timedWork } from './timed.ts';

const PARALLEL = 64;
/** Its folder of images and its module trees lie on a file server. */
const NODE = 'alpine/edelweiss/cpu001';
const IMAGES = '/opt/containers';
const MODULES = '/opt/modules/Core';

export const walks: Bench = {
  name: 'walks',
  sentence:
    '500 loopback nodes (--nodes) see one file server: how many of them read it, by what their agents said',
  run: async (say, { nodes: [count = 500] }) =>
    hasSshd() ? withFolder((folder) => measured(count, folder, say)) : [],
};

async function measured(count: number, folder: string, say: (text: string) => void): Promise<Result[]> {
  const [root, traces] = [join(folder, 'root'), join(folder, 'traces')];
  recordedRoot(NODE, root);
  mkdirSync(traces);
  const names = nodeNames(count);
  const sshd = await startSshd(
    names.map((name) => ({ name, root, forceCommand: `/bin/sh -s | tee ${traces}/${name}` })),
  );
  try {
    return await withPostgres((url) =>
      withDatabase(url, async (db) => {
        await describe(db, sshd, folder, ['facets: [images, modules]', `roots: { images: [${IMAGES}] }`]);
        const results: Result[] = [];
        for (const what of ['first sweep', 'second sweep']) {
          for (const name of names) writeFileSync(join(traces, name), '');
          const { seconds } = await timedWork(() => sweepOnce(db, folder, { parallel: PARALLEL }));
          const said = names.map((name) => readFileSync(join(traces, name), 'latin1'));
          for (const [kind, path] of [
            ['folder', IMAGES],
            ['tree', MODULES],
          ] as const) {
            const counts = said.map((text) => ends(text, kind, path));
            const [read, left] = ['present', 'elsewhere'].map((end) =>
              counts.flat().filter((one) => one === end),
            );
            say(
              `${what}: ${path}: read by ${read?.length} nodes, seen and left to another by ${left?.length}`,
            );
            if (read?.length !== 1 || left?.length !== count - 1)
              throw new Error(`one of ${count} nodes should read ${path}, and all others see it`);
          }
          results.push({ what: `${what}, wall time`, size: `${count} nodes`, seconds });
        }
        const open = await db.query<{ nodes: number }>(
          `select count(*)::int as nodes from node_root join root on root.id = node_root.root_id
           where until is null and path = any($1) group by root.id`,
          [[IMAGES, MODULES]],
        );
        say(`nodes that have each root in the database: ${open.rows.map((row) => row.nodes).join(', ')}`);
        if (open.rows.length !== 2 || open.rows.some((row) => row.nodes !== count))
          throw new Error(`all ${count} nodes should have both roots`);
        return results;
      }),
    );
  } finally {
    await sshd.stop();
  }
}

/** How an agent's readings of a root ended: present, elsewhere, and others. */
function ends(text: string, kind: string, path: string): string[] {
  const found: string[] = [];
  let open = false;
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (/\+\d+ root /.test(line))
      open = line.includes(` root ${kind} `) && lines[at + 1]?.endsWith(`|${path}`) === true;
    const end = /\+\d+ end-root (\S+)/.exec(line)?.[1];
    if (open && end !== undefined) found.push(end);
  }
  return found;
}
