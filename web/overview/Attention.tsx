import type { Attention as Entry } from '../../server/routes/schemas/find.ts';
import { ownLink } from '../addresses/pages.ts';
import { OutcomeShape } from '../components/Outcome.tsx';
import type { OutcomeLook } from '../components/outcomes.ts';
import { Plain } from '../components/Plain.tsx';
import { numberText } from '../text/quantities.ts';

const tones: Record<Entry['kind'], OutcomeLook['tone']> = {
  'needs-login': 'bad',
  'failed-visits': 'bad',
  'partial-visits': 'part',
  'held-roots': 'part',
  'never-visited': 'blank',
  stale: 'idle',
  'unread-images': 'part',
  'nameless-images': 'idle',
  'anaconda-defaults': 'part',
  'failed-deliveries': 'bad',
  'broken-schedules': 'bad',
};

/** What somebody should look at; each number opens exactly its rows. */
export function Attention({ entries }: { entries: Entry[] }) {
  const open = entries.filter(({ count }) => count > 0);
  return (
    <section class="attention" aria-labelledby="attention-title">
      <h2 id="attention-title">Needs attention</h2>
      {open.length === 0 ? (
        <p class="attention-none">
          <OutcomeShape tone="good" /> Nothing right now.
        </p>
      ) : (
        <ul>
          {open.map((entry) => (
            <li key={entry.kind + entry.sentence}>
              <OutcomeShape tone={tones[entry.kind]} />
              <a class="attention-count" href={ownLink(entry.link)}>
                {numberText(entry.count)}
              </a>
              <span>
                <Plain text={entry.sentence} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
