import { Empty } from '../components/AnswerState.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { type Line, type SideRow, sidesOf } from './sides.ts';

/** So many lines are drawn; the other forms have all. */
const MOST = 2000;

/** Two documents beside one another: each place that differs, with the lines around it. */
export function SideBySide({ text }: { text: string }) {
  if (text === '') return <Empty title="The two documents say the same." />;
  const rows = sidesOf(text).flatMap(({ rows: own }, hunk) =>
    own.map((row, at) => ({ ...row, begins: hunk > 0 && at === 0 })),
  );
  const shown = rows.slice(0, MOST);
  return (
    <div class="table">
      <div class="table-frame">
        <table class="sides">
          <caption>
            Side by side
            <span class="caption-note">
              {shown.length < rows.length && `${shown.length} of `}
              {counted(rows.length, 'line')}: what differs, and what stands around it
            </span>
          </caption>
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Before</th>
              <th scope="col">Line</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, at) => (
              <tr key={at} class={row.begins ? 'sides-gap' : undefined}>
                <Side line={row.before} row={row} look="removed" />
                <Side line={row.after} row={row} look="added" />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Side({ line, row, look }: { line: Line | null; row: SideRow; look: 'removed' | 'added' }) {
  if (line === null) {
    return (
      <>
        <td class="sides-number" />
        <td class="sides-none" />
      </>
    );
  }
  return (
    <>
      <td class="sides-number">{line.number}</td>
      <td class={row.changed ? `sides-text diff-${look}` : 'sides-text'}>
        {row.changed && <span class="out-of-sight">{look}: </span>}
        <Plain text={line.text} />
      </td>
    </>
  );
}
