import { useState } from 'preact/hooks';
import { ApiFailure, sendJson } from '../api/request.ts';
import { Plain } from '../components/Plain.tsx';
import { forgetSession, useAdministrator } from './session.ts';

/**
 * Does one thing that administrators may do, and says how it went, in place. Readers see nothing of it. With `sure`, a second
 * press confirms it.
 */
export function ActButton({
  title,
  name,
  path,
  body = {},
  sure,
  done,
}: {
  title: string;
  /** What it is done to, for screen readers: several buttons of a page may have one title. */
  name?: string;
  path: string;
  body?: unknown;
  sure?: string;
  done: (answer: string) => void;
}) {
  const who = useAdministrator();
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<ApiFailure | null>(null);
  if (who === null && problem === null) return null;
  const press = async () => {
    if (sure !== undefined && !asking) return setAsking(true);
    setAsking(false);
    setBusy(true);
    const failure = await tryAct(path, body, done);
    setBusy(false);
    setProblem(failure);
  };
  return (
    <span class="act">
      <button
        type="button"
        class={asking ? 'act-sure' : undefined}
        aria-label={name === undefined || asking ? undefined : `${title} ${name}`}
        disabled={busy}
        onClick={press}
      >
        {asking ? sure : busy ? `${title} …` : title}
      </button>
      {asking && (
        <button type="button" onClick={() => setAsking(false)}>
          No
        </button>
      )}
      <span role="alert">{problem && <Problem failure={problem} />}</span>
    </span>
  );
}

/** Gives why it could not be done, or null. */
export async function tryAct(
  path: string,
  body: unknown,
  done: (answer: string) => void,
): Promise<ApiFailure | null> {
  try {
    done(await sendJson(path, body));
    return null;
  } catch (thrown) {
    const failure =
      thrown instanceof ApiFailure
        ? thrown
        : new ApiFailure(0, 'unreadable', 'The answer could not be read.', '');
    if (failure.status === 401) forgetSession();
    return failure;
  }
}

export function Problem({ failure }: { failure: ApiFailure }) {
  return (
    <span class="act-problem">
      <Plain text={failure.message} />
      {failure.hint !== '' && (
        <>
          {'. '}
          <Plain text={failure.hint} />
        </>
      )}
    </span>
  );
}
