import { useRoute } from 'preact-iso';
import type { DocumentDiffRow } from '../../server/routes/schemas/changes.ts';
import { documentPage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { diffRequest, diffTextRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { DiffText } from '../changes/DiffText.tsx';
import { SideBySide } from '../changes/SideBySide.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash } from '../components/Known.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';

const FORMS = [
  { as: '', title: 'Fact by fact' },
  { as: 'side', title: 'Side by side' },
  { as: 'rows', title: 'Rows as text' },
  { as: 'facts', title: 'Facts as text' },
];

/** What differs between two documents, as a table or as a unified diff. */
export function DiffPage() {
  const { a = '', b = '' } = useRoute().params;
  const filters = useFilters();
  const as = filters.value('as');
  const request = diffRequest(a, b, { after: filters.value('after') });
  const answer = useApi(request, { keepBefore: true });
  const kind = answer.data?.after.kind ?? 'documents';
  useTitle(`Difference of ${kind}`);
  return (
    <>
      <PageHead
        title={`Difference of ${kind}`}
        crumbs={[
          { title: `before ${a.slice(0, 12)}`, href: documentPage(a) },
          { title: `after ${b.slice(0, 12)}`, href: documentPage(b) },
        ]}
      />
      <nav class="links-line" aria-label="Form">
        {FORMS.map((form) => (
          <a
            key={form.as}
            href={filters.link({ as: form.as })}
            aria-current={form.as === as ? 'true' : undefined}
          >
            {form.title}
          </a>
        ))}
      </nav>
      {as === 'side' || as === 'rows' || as === 'facts' ? (
        <Text before={a} after={b} as={as} />
      ) : (
        <AnswerState answer={answer} what="the difference">
          {(diff) =>
            diff.total === 0 ? (
              <Empty title="The two documents say the same." />
            ) : (
              <DataTable
                cards
                caption={`${counted(diff.changed, 'fact')} changed, ${diff.added} added, ${diff.removed} removed`}
                rows={diff.items}
                keyOf={(_, at) => at}
                columns={columns}
                foot={<PageFoot page={diff} request={request} filters={filters} />}
              />
            )
          }
        </AnswerState>
      )}
    </>
  );
}

function Text({ before, after, as }: { before: string; after: string; as: 'side' | 'rows' | 'facts' }) {
  const answer = useApi(diffTextRequest(before, after, as === 'side' ? 'facts' : as));
  return (
    <AnswerState answer={answer} what="the difference">
      {({ text }) =>
        as === 'side' ? (
          <SideBySide text={text} />
        ) : (
          <DiffText text={text} name={`${before.slice(0, 12)}-${after.slice(0, 12)}`} />
        )
      }
    </AnswerState>
  );
}

const columns: TableColumn<DocumentDiffRow>[] = [
  {
    key: 'what',
    title: 'What',
    names: true,
    cell: ({ key, field }) => <Plain text={[key, field].filter((word) => word !== '').join(' ')} />,
  },
  {
    key: 'change',
    title: 'Change',
    cell: ({ change }) => <span class={`kind kind-${KIND[change]}`}>{change}</span>,
  },
  {
    key: 'before',
    title: 'Before',
    cell: ({ before, unknown, change }) => (
      <Side text={before} unknown={unknown === 'before'} isThere={change !== 'added'} />
    ),
  },
  {
    key: 'after',
    title: 'After',
    cell: ({ after, unknown, change }) => (
      <Side text={after} unknown={unknown === 'after'} isThere={change !== 'removed'} />
    ),
  },
];

const KIND = { added: 'new', removed: 'gone', changed: 'changed' } as const;

function Side({ text, unknown, isThere }: { text: string; unknown: boolean; isThere: boolean }) {
  if (unknown) return <span class="none">not known</span>;
  if (text !== '') return <Plain text={text} />;
  return isThere ? <span class="none">empty</span> : <Dash why="not there" />;
}
