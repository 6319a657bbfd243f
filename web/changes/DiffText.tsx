import { Empty } from '../components/AnswerState.tsx';
import { ScrollFrame } from '../components/ScrollFrame.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { saveFile } from '../document/rowFile.ts';
import { counted } from '../text/quantities.ts';
import { visiblePieces } from '../text/visible.ts';

/** So many lines are drawn; the file has all. */
const MOST_LINES = 2000;

/** A unified diff, each line marked by what it is. */
export function DiffText({ text, name }: { text: string; name: string }) {
  if (text === '') return <Empty title="The two documents say the same." />;
  const lines = text.replace(/\n$/, '').split('\n');
  const shown = lines.slice(0, MOST_LINES);
  return (
    <>
      <ScrollFrame look="diff-frame">
        <pre class="diff-text">
          {shown.map((line, at) => (
            <span key={at} class={lookOf(line, at)}>
              {visiblePieces(line).map(({ text: piece, control }) =>
                control === '' ? piece : <span class="control">{control}</span>,
              )}
              {'\n'}
            </span>
          ))}
        </pre>
      </ScrollFrame>
      <Foot
        exports={
          <div class="table-exports">
            <button type="button" onClick={() => saveFile(`${name}.diff`, 'text/x-diff', text)}>
              As a file
            </button>
          </div>
        }
      >
        <span>
          {shown.length < lines.length && `${shown.length} of `}
          {counted(lines.length, 'line')}
        </span>
      </Foot>
    </>
  );
}

/** The first two lines name the documents; a line of text may begin like them. */
function lookOf(line: string, at: number): string {
  if (at < 2 || line.startsWith('@@')) return 'diff-hunk';
  if (line.startsWith('+')) return 'diff-added';
  return line.startsWith('-') ? 'diff-removed' : 'diff-same';
}
