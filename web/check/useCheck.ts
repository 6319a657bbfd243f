import { useEffect, useState } from 'preact/hooks';
import type { CheckAnswer } from '../../server/routes/schemas/check.ts';
import { ApiFailure, postText, withQuery } from '../api/request.ts';
import type { Answer } from '../api/useApi.ts';
import { bodyOf, type CheckInput } from './input.ts';

type Held<T> = Pick<Answer<T>, 'data' | 'failure' | 'receivedAt'>;

export const checkAddress = (path: string, input: CheckInput, on: string) =>
  withQuery(path, { on, name: input.name, sha256: input.sha256 });

/** Sends an input whenever it or the cluster changes; what was answered before stays until then. */
export function useCheck(input: CheckInput | null, on: string): Answer<CheckAnswer> {
  return usePosted<CheckAnswer>(input, input === null ? '' : checkAddress('/check', input, on));
}

/** The same of any address that takes a file. */
export function usePosted<T>(input: CheckInput | null, address: string): Answer<T> {
  const [held, setHeld] = useState<Held<T>>(nothing<T>());
  const [loading, setLoading] = useState(false);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (input === null) return setHeld(nothing<T>());
    const end = new AbortController();
    setLoading(true);
    ask<T>(input, address, end.signal).then((answer) => {
      if (end.signal.aborted) return;
      setHeld(answer);
      setLoading(false);
    });
    return () => end.abort();
  }, [input, address, attempt]);
  return { ...held, loading, retry: () => setAttempt((count) => count + 1) };
}

function nothing<T>(): Held<T> {
  return { data: undefined, failure: undefined, receivedAt: 0 };
}

async function ask<T>(input: CheckInput, address: string, signal: AbortSignal): Promise<Held<T>> {
  try {
    const data: T = JSON.parse(await postText(address, bodyOf(input), signal));
    return { data, failure: undefined, receivedAt: Date.now() };
  } catch (thrown) {
    const failure =
      thrown instanceof ApiFailure
        ? thrown
        : new ApiFailure(0, 'unreadable', 'The answer could not be read.', '');
    return { data: undefined, failure, receivedAt: 0 };
  }
}
