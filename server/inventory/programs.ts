import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import type { Inventory } from './inventory.ts';
import type { NodeSettings } from './settings.ts';

/** What a node's settings have this machine run, or whom they let say what it runs. */
interface Program {
  setting: string;
  value: string;
}

type Said = Pick<NodeSettings, 'transport' | 'ssh' | 'owners' | 'roots'>;

/**
 * The system's ssh runs what its configuration says (ProxyCommand, Match exec: ssh_config(5)); on this machine itself the agent
 * has the modulefiles of those owners evaluated, and starts the programs of the batch system that lie in those folders; so it does for nodes
 * whose jobs it starts.
 */
function programsOf({ transport, ssh, owners, roots }: Said, startsJobs: boolean): Program[] {
  const command = ssh?.passphraseCommand;
  const config = transport === 'openssh' && typeof ssh?.config === 'string' ? [ssh.config] : [];
  const isHere = transport === 'local';
  const folders =
    isHere || startsJobs ? roots.filter(({ facet }) => facet === 'scheduler').map(({ path }) => path) : [];
  return [
    ...(command ? [{ setting: 'ssh.passphraseCommand', value: JSON.stringify(command) }] : []),
    ...config.map((value) => ({ setting: 'ssh.config', value })),
    ...(isHere ? owners : []).map((value) => ({ setting: 'owners', value })),
    ...folders.map((value) => ({ setting: 'roots.scheduler', value })),
  ];
}

/**
 * Over the network these are taken only where the same was applied from the command line before: a session of the pages is not to
 * be a shell.
 */
export async function refusePrograms(db: Database, { sites }: Inventory): Promise<void> {
  const said = sites
    .flatMap((site) => site.clusters)
    .flatMap(({ nodes, discovery }) => {
      const here = new Set(
        nodes.flatMap(({ name, settings }) => (settings.transport === 'local' ? name : [])),
      );
      return [...nodes, ...(discovery?.groups ?? [])].flatMap(({ settings }) =>
        programsOf(settings, settings.transport === 'job' && here.has(settings.job?.via ?? '')),
      );
    });
  if (said.length === 0) return;
  const found = await db.query<Said & Record<string, unknown>>(
    `select distinct settings ->> 'transport' as transport, settings -> 'ssh' as ssh,
       coalesce(settings -> 'owners', '[]') as owners, coalesce(settings -> 'roots', '[]') as roots from node`,
  );
  const keyOf = ({ setting, value }: Program) => `${setting} ${value}`;
  const known = new Set(
    found.rows
      .flatMap((row) => programsOf({ ...row, ssh: row.ssh ?? undefined }, row.transport === 'job'))
      .map(keyOf),
  );
  const strange = said.find((one) => !known.has(keyOf(one)));
  if (!strange) return;
  throw new GazetteerError(
    'runs-a-program',
    `${strange.setting} decides which programs run on this machine, which pages may not: ${strange.value.slice(0, 200)}`,
    'Apply the file on the machine of the service: gazetteer apply',
  );
}
