import type { ComponentChildren } from 'preact';
import type { Verified, VerifiedRow } from '../../server/lock/verify.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { withQuery } from '../api/request.ts';
import { matchWords } from '../compare/words.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';
import { PostedFiles } from './CheckFiles.tsx';
import type { CheckInput } from './input.ts';
import { usePosted } from './useCheck.ts';

/** Whether a cluster still has what a lock holds, unchanged. */
export function LockHeld({ input, on, filters }: { input: CheckInput; on: string; filters: Filters }) {
  const address = (suffix = '') => withQuery(`/locks/verify${suffix}`, { on, name: input.name });
  const answer = usePosted<Verified>(input, address());
  return (
    <section aria-labelledby="lock-title">
      <h2 id="lock-title">
        The lock on <Plain text={on} />
      </h2>
      <AnswerState answer={answer} what="whether the lock holds">
        {(verified) => (
          <>
            <Lead verified={verified} />
            <LockRows
              verified={verified}
              all={filters.value('lock') === 'all'}
              link={(lock) => filters.link({ lock })}
              files={
                <PostedFiles
                  input={input}
                  address={(suffix) => address(`/rows.${suffix}`)}
                  name="gazetteer-locks-verify-rows"
                />
              }
            />
          </>
        )}
      </AnswerState>
    </section>
  );
}

const holding = ({ rows }: Verified) => rows.filter(({ holds }) => holds).length;

function Lead({ verified }: { verified: Verified }) {
  const { holds, rows, environments } = verified;
  return (
    <>
      <p role="status">
        {holds
          ? `Everything that it holds is there as it was: ${counted(rows.length, 'row')}.`
          : `${holding(verified)} of ${counted(rows.length, 'row')} hold.`}
      </p>
      {environments.length > 0 && (
        <ul>
          {environments.map(({ place, packages, holding: held, same }) => (
            <li key={place}>
              <Plain text={place} />: {held} of {counted(packages, 'package')}
              {same && ', in an environment with just these'}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function LockRows({
  verified,
  all,
  link,
  files,
}: {
  verified: Verified;
  all: boolean;
  link: (lock: string) => string;
  files: ComponentChildren;
}) {
  const { rows } = verified;
  const told = rows.filter(({ holds, note }) => !holds || note !== '');
  const shown = all ? rows : told;
  return (
    <>
      <nav class="check-show" aria-label="Which rows of the lock">
        <a href={link('')} aria-current={all ? undefined : 'true'}>
          with something to tell {told.length}
        </a>
        <a href={link('all')} aria-current={all ? 'true' : undefined}>
          all {rows.length}
        </a>
      </nav>
      {shown.length > 0 && (
        <DataTable
          cards
          caption="What the lock holds, and whether it is the same"
          columns={columns}
          rows={shown}
          keyOf={({ kind, name, locked }, at) => `${kind} ${name} ${locked} ${at}`}
          foot={<Foot exports={files}>{`${shown.length} of ${counted(rows.length, 'row')}`}</Foot>}
        />
      )}
    </>
  );
}

const columns: TableColumn<VerifiedRow>[] = [
  {
    key: 'name',
    title: 'Locked',
    names: true,
    cell: ({ kind, name, locked }) => (
      <>
        <Plain text={`${name} ${locked}`} />
        <span class="second">{kind}</span>
      </>
    ),
  },
  {
    key: 'holds',
    title: 'Holds',
    cell: ({ holds, match }) => (holds ? 'yes' : match === 'unknown' ? 'not known' : 'no'),
  },
  { key: 'match', title: 'Match', cell: ({ match }) => matchWords[match].word },
  {
    key: 'found',
    title: 'There',
    cell: ({ found, match }) =>
      found === '' ? (
        <span class="none">{match === 'unknown' ? 'not known: not everything was read' : 'not there'}</span>
      ) : (
        <Plain text={found} />
      ),
  },
  { key: 'note', title: 'Note', wide: true, cell: ({ note }) => <Plain text={note} /> },
];
