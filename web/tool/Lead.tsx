import type { ToolGrid, ToolPlace } from '../../server/routes/schemas/toolGrid.ts';
import { comparePage, findPage } from '../addresses/pages.ts';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { placeText } from './place.ts';

/** Providers that are images. */
const IMAGES = ['apptainer', 'podman', 'docker'] as const;
/** So many places are named in a sentence. */
const MOST_NAMED = 6;

/** Who is ahead, in a sentence, and where else the tool leads. */
export function Lead({ grid }: { grid: ToolGrid }) {
  const newest = grid.versions.find((version) => version !== '');
  const ahead = grid.places.filter((place) => newest !== undefined && place.newest === newest);
  const images = IMAGES.filter((one) => grid.items.some(({ providers }) => providers.includes(one)));
  const inConda = grid.items.some(({ providers }) => providers.includes('conda'));
  const holding = grid.places.filter(({ state }) => state === 'has');
  return (
    <>
      <p>
        {counted(grid.versions.length, 'version')} at {counted(holding.length, grid.by)}.{' '}
        {newest !== undefined && ahead.length > 0 && (
          <>
            The newest, <Plain text={newest} />, is at{' '}
            <Ahead places={ahead} tool={grid.tool} newest={newest} />
            {ahead.length < holding.length &&
              `; ${counted(holding.length - ahead.length, grid.by)} ${holding.length - ahead.length === 1 ? 'has' : 'have'} older ones only`}
            .
          </>
        )}
      </p>
      <p>
        <a href={findPage({ tool: grid.tool })}>All places, with the lines that load it</a>
        {images.length > 0 && '. Images that contain it: '}
        {images.map((provider, at) => (
          <span key={provider}>
            {at > 0 && ', '}
            <a href={findPage({ tool: grid.tool, provider })}>{provider}</a>
          </span>
        ))}
        {inConda && (
          <>
            .{' '}
            <a href={comparePage({ list: 'environments', tool: grid.tool })}>
              Environments with it, compared
            </a>
          </>
        )}
      </p>
    </>
  );
}

function Ahead({ places, tool, newest }: { places: ToolPlace[]; tool: string; newest: string }) {
  return (
    <>
      {places.slice(0, MOST_NAMED).map((place, at) => (
        <span key={placeText(place)}>
          {at > 0 && ', '}
          <a href={findPage({ tool, version: newest, site: place.site, cluster: place.cluster })}>
            <Plain text={placeText(place)} />
          </a>
        </span>
      ))}
      {places.length > MOST_NAMED && (
        <>
          {' '}
          and <a href={findPage({ tool, version: newest })}>{places.length - MOST_NAMED} more</a>
        </>
      )}
    </>
  );
}
