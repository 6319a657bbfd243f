import { useEffect, useState } from 'preact/hooks';
import type { CheckAnswer } from '../../server/routes/schemas/check.ts';
import { ApiFailure, postText, withQuery } from '../api/request.ts';
import type { Answer } from '../api/useApi.ts';
import { bodyOf, type CheckInput } from './input.ts';

type Held = Pick<Answer<CheckAnswer>, 'data' | 'failure' | 'receivedAt'>;
const NOTHING: Held = { data: undefined, failure: undefined, receivedAt: 0 };

export const checkAddress = (path: string, input: CheckInput, on: string) =>
  withQuery(path, { on, name: input.name });

/** Sends an input whenever it or the cluster changes; what was answered before stays until then. */
export function useCheck(input: CheckInput | null, on: string): Answer<CheckAnswer> {
  const [held, setHeld] = useState<Held>(NOTHING);
  const [loading, setLoading] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (input === null) return setHeld(NOTHING);
    const end = new AbortController();
    setLoading(true);
    ask(input, on, end.signal).then((answer) => {
      if (end.signal.aborted) return;
      setHeld(answer);
      setLoading(false);
    });
    return () => end.abort();
  }, [input, on, attempt]);
  return { ...held, loading, retry: () => setAttempt((count) => count + 1) };
}

async function ask(input: CheckInput, on: string, signal: AbortSignal): Promise<Held> {
  try {
    const text = await postText(checkAddress('/check', input, on), bodyOf(input), signal);
    const data: CheckAnswer = JSON.parse(text);
    return { data, failure: undefined, receivedAt: Date.now() };
  } catch (thrown) {
    const failure =
      thrown instanceof ApiFailure
        ? thrown
        : new ApiFailure(0, 'unreadable', 'The answer could not be read.', '');
    return { data: undefined, failure, receivedAt: 0 };
  }
}
