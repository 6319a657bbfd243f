import type { PairCell, Pairs } from '../../server/routes/schemas/compare.ts';
import { comparePage } from '../addresses/pages.ts';
import { Dash } from '../components/Known.tsx';
import { Plain } from '../components/Plain.tsx';
import { visibleText } from '../text/visible.ts';
import { placeAt } from './TimeSlider.tsx';
import { matches, matchWords, scoreText } from './words.ts';

/** Every place in every other one, as a score: rows are whose tools, columns where they are looked for. */
export function Matrix({
  pairs,
  kept,
  day,
}: {
  pairs: Pairs;
  kept: Record<string, string>;
  /** Of the past; '' for now. */
  day: string;
}) {
  const { sides, matrix } = pairs;
  return (
    <div class="table table-scrolls matrix">
      <div class="table-frame">
        <table>
          <caption>
            Reproducibility: the tools of each row in each column
            <span class="caption-note">1 is all, identical</span>
          </caption>
          <thead>
            <tr>
              <th scope="col">the tools of</th>
              {sides.map(({ name, gaps }) => (
                <th key={name} scope="col" class="numeric" title={gapText(gaps)}>
                  in <Plain text={name} />
                  {gaps.length > 0 && ' *'}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sides.map(({ name: a }, row) => (
              <tr key={a}>
                <th scope="row">
                  <Plain text={a} />
                </th>
                {sides.map(({ name: b }, column) => (
                  <Cell
                    key={b}
                    a={a}
                    b={b}
                    pair={matrix[row]?.[column] ?? null}
                    kept={kept}
                    day={day}
                    weights={pairs.weights}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sides.some(({ gaps }) => gaps.length > 0) && (
        <p class="table-foot">
          * Not everything was read there: what was not seen is unknown, and not missing.
        </p>
      )}
    </div>
  );
}

const gapText = (gaps: string[]) =>
  gaps.length === 0 ? undefined : `not read to the end: ${gaps.join(', ')}`;

interface CellProps {
  a: string;
  b: string;
  pair: PairCell | null;
  kept: Record<string, string>;
  day: string;
  weights: Record<string, number>;
}

function Cell({ a, b, pair, kept, day, weights }: CellProps) {
  if (!pair)
    return (
      <td>
        <Dash why="itself" />
      </td>
    );
  const { score } = pair;
  return (
    <td
      class={score === null ? 'score-unknown' : 'score-ground'}
      style={{ '--step': String(Math.round((score ?? 0) * 10)) }}
      title={visibleText(reckoned(a, b, pair, weights))}
    >
      <a href={comparePage({ ...kept, a: placeAt(a, day), b: placeAt(b, day) })}>{scoreText(score)}</a>
    </td>
  );
}

/** How a score comes about, in a line. */
function reckoned(
  a: string,
  b: string,
  { score, counts }: PairCell,
  weights: Record<string, number>,
): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const known = total - (counts[matches.indexOf('unknown')] ?? 0);
  const of = `${total} tools of ${a}, of which ${total - known} are unknown in ${b}`;
  if (score === null) return of;
  const parts = matches.flatMap((match, at) =>
    match === 'unknown' || (counts[at] ?? 0) === 0
      ? []
      : `${weights[match] ?? 0} × ${counts[at]} ${matchWords[match].word}`,
  );
  return `${of}: (${parts.join(' + ')}) / ${known} = ${scoreText(score)}`;
}
