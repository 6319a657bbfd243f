import type { ClusterFields } from '../../server/routes/schemas/sites.ts';
import { type FormField, TextField } from './TextField.tsx';
import type { Draft } from './useDraft.ts';

const GROUPS: { title: string; fields: FormField<keyof ClusterFields>[] }[] = [
  {
    title: 'Nodes and login',
    fields: [
      { name: 'nodes', title: 'Nodes', hint: 'login1,cpu[001-064]' },
      { name: 'user', title: 'Account', hint: 'audit' },
      {
        name: 'identityFile',
        title: 'Private key, a path on the machine of the service',
        hint: '~/.ssh/id_ed25519',
      },
      { name: 'port', title: 'Port', hint: '22' },
      { name: 'addresses', title: 'Addresses', hint: '%n.hpc1.example.org' },
      { name: 'jump', title: 'Jump host', hint: 'audit@gate.example.org' },
    ],
  },
  {
    title: 'Collecting',
    fields: [
      { name: 'schedule', title: 'When, as in crontab', hint: '15 5 * * *' },
      { name: 'scheduler', title: 'Node that is asked for the batch system', hint: 'login1' },
      { name: 'modules', title: 'More module trees', hint: '/apps/modulefiles' },
      { name: 'conda', title: 'More conda installations', hint: '/apps/conda' },
      { name: 'images', title: 'More image folders', hint: '/apps/images' },
    ],
  },
  {
    title: 'Names',
    fields: [
      { name: 'title', title: 'Title of the cluster', hint: 'The big one' },
      { name: 'siteTitle', title: 'Title of the site', hint: 'Alpha University' },
      { name: 'timezone', title: 'Time zone of the site', hint: 'Europe/Berlin' },
      { name: 'contact', title: 'Contact of the site', hint: 'hpc@example.org' },
    ],
  },
];

const TRANSPORTS = ['ssh', 'openssh', 'local', 'job', 'push', 'file'];

/** What most clusters need; the text beside it has the rest. */
export function ClusterForm({ draft }: { draft: Draft }) {
  const fields = draft.read?.fields;
  return (
    <form class="cluster-form" onSubmit={(event) => event.preventDefault()} aria-label="The cluster">
      {GROUPS.map(({ title, fields: own }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {own.map((field) => (
            <TextField key={field.name} field={field} value={fields?.[field.name]} set={draft.set} />
          ))}
          {title === 'Nodes and login' && (
            <label class="filter">
              <span class="label">Transport</span>
              <select
                value={fields?.transport ?? ''}
                disabled={fields?.transport === null}
                onChange={(event) => draft.set('transport', event.currentTarget.value)}
              >
                <option value="">ssh, as usual</option>
                {TRANSPORTS.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          )}
        </fieldset>
      ))}
    </form>
  );
}
