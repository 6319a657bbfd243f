import { diffPage, documentPage } from '../addresses/pages.ts';
import { Dash } from '../components/Known.tsx';

/** The document before, the one after, and what differs between them. */
export function DocumentLinks({
  before,
  after,
  words = { before: 'before', after: 'after' },
}: {
  before: string;
  after: string;
  words?: { before: string; after: string };
}) {
  if (before === '' && after === '') return <Dash why="no document of its own" />;
  return (
    <div>
      {before !== '' && <a href={documentPage(before)}>{words.before}</a>}
      {before !== '' && after !== '' && ', '}
      {after !== '' && <a href={documentPage(after)}>{words.after}</a>}
      {before !== '' && after !== '' && before !== after && (
        <>
          , <a href={diffPage(before, after)}>difference</a>
        </>
      )}
    </div>
  );
}
