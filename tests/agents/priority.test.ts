import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { agentBundle } from '../../server/agent/bundle.ts';
import { shells } from '../harness/agent.ts';
import { needs } from '../harness/tools.ts';

const each = shells.map((shell) => [shell.join(' '), shell] as const);

test.skipIf(!needs('ionice', 'util-linux')).each(each)(
  'what the agent starts comes after everything else on the node, under %s',
  (_, shell) => {
    const text = agentBundle().text.replace(/\nGZ_ALL_FACETS=[\s\S]*$/, '');
    const body = `gz_part told; sh -c 'echo "nice $(nice), io $(ionice -p $$)"'; gz_end present`;
    const { stdout } = spawnSync(shell[0] ?? 'sh', [...shell.slice(1), '-s'], {
      input: `${text}\nfacet_x() { ${body}; }\nGZ_ALL_FACETS=x GZ_AGENT=x\ngz_main; exit\n`,
    });
    expect(stdout.toString()).toMatch(/nice 19, io idle/);
  },
  20_000,
);
