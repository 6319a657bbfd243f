import type { ToolSuggestion } from '../../server/routes/schemas/find.ts';
import { findPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { toolsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { EmptyList } from '../components/EmptyList.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted, numberText } from '../text/quantities.ts';

const MOST = 200;
const KEPT = ['site', 'cluster', 'provider'];
const NARROWING = [...KEPT, 'best'];

/** Before anything is asked for: what there is, by first letter. */
export function ToolIndex({ filters }: { filters: Filters }) {
  const kept = filters.values(...KEPT);
  const best = filters.value('best');
  const answer = useApi(toolsRequest({ ...kept, best, limit: MOST }));
  return (
    <AnswerState answer={answer} what="the index of tools">
      {({ items, total }) =>
        items.length === 0 ? (
          <EmptyList
            filters={filters}
            names={NARROWING}
            title="No tool is known yet."
            narrowed="No tool is like that."
          >
            <p>
              Tools appear here once a node was visited that offers modules, images or conda environments.
            </p>
          </EmptyList>
        ) : (
          <section aria-labelledby="index-title">
            <h2 id="index-title">
              {items.length === total
                ? `Index of tools: ${numberText(total)}`
                : `Index of tools: ${MOST} of ${numberText(total)}, type for the others`}
            </h2>
            {items.length === total && (
              <p class="quiet">
                {counted(
                  items.reduce((sum, { versions }) => sum + versions, 0),
                  'version',
                )}{' '}
                of them
              </p>
            )}
            {best !== '' && (
              <p>
                Only tools that are there as tier {best} at best.{' '}
                <a href={filters.link({ best: '' })}>All tools</a>
              </p>
            )}
            <div class="letters">
              {byLetter(items).map(({ letter, tools }) => (
                <section key={letter} class="letter">
                  <h3>{letter}</h3>
                  <ul class="index">
                    {tools.map((one) => (
                      <li key={one.tool}>
                        <a href={findPage({ ...kept, tool: one.tool })}>
                          <Plain text={one.label} />
                        </a>
                        <span class="leader" />
                        <span class="index-count">{counted(one.versions, 'version')}</span>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          </section>
        )
      }
    </AnswerState>
  );
}

function byLetter(items: ToolSuggestion[]): { letter: string; tools: ToolSuggestion[] }[] {
  const sorted = items.toSorted((a, b) => a.tool.localeCompare(b.tool, 'en'));
  const letters = new Map<string, ToolSuggestion[]>();
  for (const one of sorted) {
    const first = one.tool.charAt(0).toUpperCase();
    const letter = /[A-Z]/.test(first) ? first : '#';
    letters.set(letter, [...(letters.get(letter) ?? []), one]);
  }
  return [...letters].map(([letter, tools]) => ({ letter, tools }));
}
