import type { PairRow, Pairs } from '../../server/routes/schemas/compare.ts';
import { comparePage } from '../addresses/pages.ts';
import { Plain } from '../components/Plain.tsx';
import { visibleText } from '../text/visible.ts';
import { scoreText } from './words.ts';

/** Every place in every other one, as a score: rows are whose tools, columns where they are looked for. */
export function Matrix({ pairs, kept }: { pairs: Pairs; kept: Record<string, string> }) {
  const { sides, items } = pairs;
  const pairOf = new Map(items.map((row) => [`${row.a} ${row.b}`, row]));
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
            {sides.map(({ name: a }) => (
              <tr key={a}>
                <th scope="row">
                  <Plain text={a} />
                </th>
                {sides.map(({ name: b }) => (
                  <Cell key={b} pair={pairOf.get(`${a} ${b}`)} kept={kept} />
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

function Cell({ pair, kept }: { pair: PairRow | undefined; kept: Record<string, string> }) {
  if (!pair)
    return (
      <td>
        <span title="itself">–</span>
      </td>
    );
  const { a, b, score, total, unknown } = pair;
  return (
    <td
      class={score === null ? 'score-unknown' : 'score-ground'}
      style={{ '--step': String(Math.round((score ?? 0) * 10)) }}
      title={visibleText(`${total} tools of ${a}, of which ${unknown} are unknown in ${b}`)}
    >
      <a href={comparePage({ ...kept, a, b })}>{scoreText(score)}</a>
    </td>
  );
}
