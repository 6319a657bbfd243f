import type { FindAnswer } from '../../server/routes/schemas/find.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Plain } from '../components/Plain.tsx';
import { counted, numberText } from '../text/quantities.ts';

const MOST = 14;

/** Every version that is known anywhere, as the index of a gazetteer has it. */
export function VersionIndex({ answer, filters }: { answer: FindAnswer; filters: Filters }) {
  const { versions } = answer;
  if (versions.length === 0) return null;
  return (
    <nav class="version-index" aria-labelledby="versions-title">
      <h2 id="versions-title">{counted(versions.length, 'version')} known</h2>
      <VersionList versions={versions.slice(0, MOST)} filters={filters} />
      {versions.length > MOST && (
        <details>
          <summary>{numberText(versions.length - MOST)} older</summary>
          <VersionList versions={versions.slice(MOST)} filters={filters} />
        </details>
      )}
      {filters.value('version') !== '' && <a href={filters.link({ version: '' })}>All versions</a>}
    </nav>
  );
}

function VersionList({ versions, filters }: { versions: FindAnswer['versions']; filters: Filters }) {
  return (
    <ul class="index">
      {versions.map(({ version, clusters, providers }) => (
        <li key={version}>
          <a
            href={filters.link({ version })}
            aria-current={version === filters.value('version') ? 'true' : undefined}
            title={providers.join(', ')}
          >
            <Plain text={version === '' ? 'not told' : version} />
          </a>
          <span class="leader" />
          <span class="index-count">{counted(clusters, 'cluster')}</span>
        </li>
      ))}
    </ul>
  );
}
