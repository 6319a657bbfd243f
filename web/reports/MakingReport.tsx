import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { reportOrderRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { Plain } from '../components/Plain.tsx';

/** How far a report is that somebody asked for; leads to it when it is made. */
export function MakingReport({ order, again }: { order: string; again: string }) {
  const answer = useApi(reportOrderRequest(order), { every: 1000 });
  const { route } = useLocation();
  const report = answer.data?.report ?? null;
  useEffect(() => {
    // Whoever goes back comes to the list, and not here again.
    if (report !== null) route(`/reports/${report}`, true);
  }, [report]);
  return (
    <AnswerState answer={answer} what="the order">
      {({ state, doing, message, workers }) =>
        state === 'failed' ? (
          <p role="alert">
            The report could not be made: <Plain text={message} />. <a href={again}>Ask for another one</a>
          </p>
        ) : (
          <p role="status">
            {doing !== '' ? (
              <>
                The report is being made: <Plain text={doing} />
              </>
            ) : workers === 0 ? (
              <>
                No worker runs, so that the report waits. Start one: <code>gazetteer work</code>
              </>
            ) : (
              'The report is about to be made.'
            )}
          </p>
        )
      }
    </AnswerState>
  );
}
