import { useEffect, useMemo, useState } from 'preact/hooks';
import { keep, recall } from './answers.ts';
import { ApiFailure, type ApiRequest, fetchText } from './request.ts';

/** What is known of an answer. Data and a failure together: the data is older than it should be. */
export interface Answer<T> {
  data: T | undefined;
  failure: ApiFailure | undefined;
  /** A request is under way; data, where there is any, is of the one before. */
  loading: boolean;
  receivedAt: number;
  retry: () => void;
}

/** Whether it is known how an answer came out: it can be drawn, and takes the room that it takes. */
export const isSettled = ({ data, failure }: Answer<unknown>) => data !== undefined || failure !== undefined;

interface Held<T> {
  path: string | null;
  data: T | undefined;
  failure: ApiFailure | undefined;
  receivedAt: number;
}

interface Options {
  /** Shows the rows before while others load: for filters of one list. */
  keepBefore?: boolean;
  /** Asks again after so many milliseconds, while the page can be seen. */
  every?: number | undefined;
}

/** Asks the API, again when the tab is looked at after a while, and keeps what it had when an answer fails. */
export function useApi<T>(request: ApiRequest<T> | null, options: Options = {}): Answer<T> {
  const path = request?.path ?? null;
  const [held, setHeld] = useState<Held<T>>(() => recalled<T>(path));
  const [attempt, setAttempt] = useState(0);
  const retry = () => setAttempt((count) => count + 1);

  useEffect(() => {
    if (path === null) return;
    const end = new AbortController();
    ask<T>(path, end.signal).then((answer) => {
      if (end.signal.aborted) return;
      setHeld((before) => (answer.failure ? { ...heldFor(path, before), failure: answer.failure } : answer));
    });
    return () => end.abort();
  }, [path, attempt]);

  useRepeat(retry, options.every, held.receivedAt);

  const cached = useMemo(() => recalled<T>(path), [path]);
  const own = held.path === path;
  const shown = own ? held : cached.data !== undefined || !options.keepBefore ? cached : held;
  return {
    data: shown.data,
    failure: own ? held.failure : undefined,
    loading: path !== null && (!own || (held.data === undefined && !held.failure)),
    receivedAt: shown.receivedAt,
    retry,
  };
}

async function ask<T>(path: string, signal: AbortSignal): Promise<Held<T>> {
  try {
    const text = await fetchText(path, signal);
    const receivedAt = Date.now();
    const data: T = JSON.parse(text);
    keep(path, text, receivedAt);
    return { path, data, failure: undefined, receivedAt };
  } catch (thrown) {
    const failure =
      thrown instanceof ApiFailure
        ? thrown
        : new ApiFailure(0, 'unreadable', 'The answer could not be read.', '');
    return { path, data: undefined, failure, receivedAt: 0 };
  }
}

function heldFor<T>(path: string, before: Held<T>): Held<T> {
  return before.path === path ? before : recalled(path);
}

function recalled<T>(path: string | null): Held<T> {
  const found = path === null ? undefined : recall(path);
  const data: T | undefined = found ? JSON.parse(found.text) : undefined;
  return { path, data, failure: undefined, receivedAt: found?.receivedAt ?? 0 };
}

const WHILE = 60_000;

function useRepeat(retry: () => void, every: number | undefined, receivedAt: number) {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible' && Date.now() - receivedAt > WHILE) retry();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [receivedAt]);
  useEffect(() => {
    if (every === undefined) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && retry(), every);
    return () => clearInterval(timer);
  }, [every]);
}
