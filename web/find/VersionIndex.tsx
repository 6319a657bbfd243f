import type { FindAnswer } from '../../server/routes/schemas/find.ts';
import { findPage, toolPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Plain } from '../components/Plain.tsx';
import { TierMark } from '../components/Tier.tsx';
import { counted, numberText } from '../text/quantities.ts';

type Version = FindAnswer['versions'][number];

const MOST = 14;

/** Every version that is known anywhere and the clusters that have it, as the index of a gazetteer has it. */
export function VersionIndex({ answer, filters }: { answer: FindAnswer; filters: Filters }) {
  const { tool, versions } = answer;
  if (versions.length === 0) return null;
  return (
    <nav class="version-index" aria-labelledby="versions-title">
      <h2 id="versions-title">{counted(versions.length, 'version')} known</h2>
      <VersionList tool={tool} versions={versions.slice(0, MOST)} filters={filters} />
      {versions.length > MOST && (
        <details>
          <summary>{numberText(versions.length - MOST)} older</summary>
          <VersionList tool={tool} versions={versions.slice(MOST)} filters={filters} />
        </details>
      )}
      {filters.value('version') !== '' && <a href={filters.link({ version: '' })}>All versions</a>}
      <a href={toolPage(tool)}>Side by side</a>
    </nav>
  );
}

function VersionList({ tool, versions, filters }: { tool: string; versions: Version[]; filters: Filters }) {
  return (
    <ul class="index">
      {versions.map((one) => (
        <li key={one.version}>
          <a
            href={filters.link({ version: one.version })}
            aria-current={one.version === filters.value('version') ? 'true' : undefined}
            title={one.providers.join(', ')}
          >
            <Plain text={one.version === '' ? 'not told' : one.version} />
          </a>
          <span class="leader" />
          <span class="index-count">{counted(one.clusters, 'cluster')}</span>
          <Places tool={tool} version={one} />
        </li>
      ))}
    </ul>
  );
}

/** Which clusters these are; the rest of many is what the version itself leads to. */
function Places({ tool, version: { version, clusters, places } }: { tool: string; version: Version }) {
  return (
    <span class="version-places">
      {places.map(({ site, cluster, tier }) => (
        <span key={`${site}/${cluster}`} class="version-place">
          <TierMark tier={tier} />{' '}
          <a href={findPage({ tool, version, site, cluster })}>
            <Plain text={`${site}/${cluster}`} />
          </a>
        </span>
      ))}
      {clusters > places.length && <span>and {numberText(clusters - places.length)} more</span>}
    </span>
  );
}
