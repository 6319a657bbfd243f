import type { ReportFields } from '../../server/routes/schemas/sites.ts';
import { type FormField, TextField } from './TextField.tsx';
import type { RegularDraft } from './useDraft.ts';

const GROUPS: { title: string; fields: FormField<keyof ReportFields>[] }[] = [
  {
    title: 'What and when',
    fields: [
      { name: 'when', title: 'When', hint: 'weekly mon 06:00' },
      { name: 'scope', title: 'Of a site, a cluster, or nodes of one', hint: 'everything' },
      { name: 'timezone', title: 'Time zone', hint: "that of the scope's site" },
      { name: 'period', title: 'Period: day, week, month or since', hint: 'as the time says' },
      { name: 'formats', title: 'Formats, separated by commas', hint: 'html, pdf' },
      { name: 'missed', title: 'Of several missed ones: last or all', hint: 'last' },
    ],
  },
  {
    title: 'Where it goes',
    fields: [
      { name: 'mail', title: 'Mail addresses, separated by commas', hint: 'hpc@example.org' },
      { name: 'folder', title: 'Folders, separated by commas', hint: 'weekly' },
      { name: 'webhook', title: 'Webhook', hint: 'https://chat.example.org/hooks/7' },
      {
        name: 'webhookSecret',
        title: 'Secret of the webhook, a path on the machine of the service',
        hint: '/etc/gazetteer/chat.secret',
      },
    ],
  },
];

/** A regular report; the text beside it has the rest. */
export function ReportForm({ draft }: { draft: RegularDraft }) {
  const fields = draft.read?.fields;
  return (
    <form class="cluster-form" onSubmit={(event) => event.preventDefault()} aria-label="The regular report">
      {GROUPS.map(({ title, fields: own }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {own.map((field) => (
            <TextField key={field.name} field={field} value={fields?.[field.name]} set={draft.set} />
          ))}
        </fieldset>
      ))}
    </form>
  );
}
