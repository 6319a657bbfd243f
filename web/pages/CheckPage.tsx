import { useEffect, useState } from 'preact/hooks';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { CheckForm } from '../check/CheckForm.tsx';
import { CheckResult } from '../check/CheckResult.tsx';
import { type CheckInput, keepInput, keptInput, shortText, textInput } from '../check/input.ts';
import { useCheck } from '../check/useCheck.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { PageHead } from '../components/PageHead.tsx';

/**
 * Where what somebody needs can be had. The address holds the cluster and which rows are shown, and the text where it is short; a long
 * one stays in this tab, and a link to it asks for it again.
 */
export function CheckPage() {
  useTitle('Check my environment');
  const filters = useFilters();
  const text = filters.value('text');
  const [input, setInput] = useState<CheckInput | null>(() => (text === '' ? keptInput() : textInput(text)));
  const answer = useCheck(input, filters.value('on'));
  useEffect(() => {
    // Going back to an address with another text checks that one.
    if (text !== '' && text !== shortText(input)) setInput(textInput(text));
  }, [text]);
  const send = (next: CheckInput | null) => {
    keepInput(next);
    setInput(next);
    filters.set({ text: shortText(next), on: '', show: '', clusters: '' });
  };
  return (
    <>
      <PageHead title="Check my environment">
        <p>
          Paste or drop what you need, and see which cluster has it, how exactly, and the lines that use it
          there. <a href="/check/missing">What others asked for and is nowhere</a>
        </p>
      </PageHead>
      <CheckForm input={input} send={send} />
      {input ? (
        <AnswerState answer={answer} what="what every cluster has of it">
          {(found) => <CheckResult answer={found} input={input} filters={filters} />}
        </AnswerState>
      ) : (
        filters.value('on') !== '' && (
          <Empty title="This address holds filters, but not the text that was checked.">
            <p>It stayed in the tab of who sent it. Paste yours to see it with these filters.</p>
          </Empty>
        )
      )}
    </>
  );
}
