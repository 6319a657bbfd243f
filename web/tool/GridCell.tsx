import type { ToolCell, ToolGrid } from '../../server/routes/schemas/toolGrid.ts';
import { findPage } from '../addresses/pages.ts';
import { matchWords } from '../compare/words.ts';
import { Age } from '../components/Age.tsx';
import { TierMark } from '../components/Tier.tsx';
import { counted } from '../text/quantities.ts';
import { placeText } from './place.ts';

const DEFAULTS = {
  marked: 'the site made it the default',
  highest: 'the module tool takes it as the default, since it is the highest version',
};

/** A version at a place: as what, how exactly it is the reference, and since when. */
export function GridCell({
  tool,
  cell,
  reference,
}: {
  tool: string;
  cell: ToolCell;
  reference: ToolGrid['reference'];
}) {
  const { version, site, cluster, providers, tier, clusters, nodes, match } = cell;
  const many = cluster === '' ? `${counted(clusters, 'cluster')}, ` : '';
  const itself = reference?.version === version && placeText(reference) === placeText(cell);
  return (
    <div class={`match-cell match-${match}`}>
      <a
        href={findPage({ tool, version, site, cluster })}
        title={`${many}${counted(nodes, 'node')}`}
        aria-current={itself ? 'true' : undefined}
      >
        <TierMark tier={tier} /> {providers.join(', ')}
      </a>{' '}
      {cell.default !== '' && (
        <span class="is-default" title={DEFAULTS[cell.default]}>
          default
        </span>
      )}
      <span class="second">{itself ? 'what the others are matched with' : matchWords[match].word}</span>
      {cell.since !== null && (
        <span class="second">
          {cell.sinceAfter === null ? 'there when first read, ' : 'came '}
          <Age at={cell.since} plain />
        </span>
      )}
    </div>
  );
}

/** What the words and grounds of the cells mean. */
export function MatchLegend() {
  return (
    <details class="legend">
      <summary>What the matches mean</summary>
      <dl>
        {SHOWN.map((match) => (
          <div key={match}>
            <dt>
              <span class={`match-sample match-${match}`}>{matchWords[match].word}</span>
            </dt>
            <dd>{matchWords[match].sentence}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** A cell holds the tool, so that it is neither missing nor unknown. */
const SHOWN = [
  'identical',
  'same-build',
  'same-recipe',
  'same-version',
  'near-version',
  'other-version',
] as const;
