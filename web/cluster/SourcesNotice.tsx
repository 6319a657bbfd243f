import type { ClusterDetail, SourcesTrouble } from '../../server/routes/schemas/places.ts';
import { Age } from '../components/Age.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted, numberText } from '../text/quantities.ts';

const MOST_SHOWN = 10;

/** That the list of nodes may not be what it should be, and what to do about it. */
export function SourcesNotice({ cluster, sources }: { cluster: ClusterDetail; sources: SourcesTrouble }) {
  const { since, problems, hint, held } = sources;
  const discover = `gazetteer nodes discover ${cluster.site}/${cluster.name}`;
  return (
    <section class="notice notice-stale" aria-labelledby="sources-title">
      <h2 id="sources-title" class="notice-title">
        Which nodes there are is not sure
      </h2>
      {held.map(({ source, since, nodes, lost, total }) => (
        <p key={source}>
          <code>
            <Plain text={source} />
          </code>{' '}
          names {numberText(lost)} of {counted(total, 'node')} no more (found <Age at={since} plain />
          ): <NodeSet text={nodes} />. So many at once are not believed:{' '}
          {lost === total
            ? 'they stay in service until somebody says that they are gone'
            : 'they stay in service until a later sweep finds the same, or somebody says that they are gone'}
          , with{' '}
          <code>
            <Plain text={`${discover} --accept`} />
          </code>
          .
        </p>
      ))}
      {problems.length > 0 && (
        <>
          <p>
            This could not be read (found <Age at={since} plain />
            ); the nodes it speaks of stay as they are. Ask again with{' '}
            <code>
              <Plain text={discover} />
            </code>
            .
          </p>
          <ul>
            {problems.slice(0, MOST_SHOWN).map((problem) => (
              <li key={problem}>
                <Plain text={problem} />
              </li>
            ))}
            {problems.length > MOST_SHOWN && <li>and {numberText(problems.length - MOST_SHOWN)} more</li>}
          </ul>
          {hint !== '' && (
            <p>
              <Plain text={hint} />
            </p>
          )}
        </>
      )}
    </section>
  );
}
