import type { ComponentChildren } from 'preact';
import type { ApiFailure } from '../api/request.ts';
import type { Answer } from '../api/useApi.ts';
import { visibleText } from '../text/visible.ts';
import { Age } from './Age.tsx';
import { Plain } from './Plain.tsx';

/** Draws an answer in each of its states: on the way, failed, stale, there. */
export function AnswerState<T>({
  answer,
  what,
  children,
}: {
  answer: Answer<T>;
  /** What is on its way: "the nodes". */
  what: string;
  children: (data: T) => ComponentChildren;
}) {
  const { data, failure, loading, receivedAt, retry } = answer;
  if (data === undefined)
    return failure ? <Failed failure={failure} what={what} retry={retry} /> : <Loading what={what} />;
  return (
    <div class={loading ? 'answer answer-loading' : 'answer'} aria-busy={loading}>
      {failure && <Stale failure={failure} receivedAt={receivedAt} retry={retry} />}
      {children(data)}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div class="loading" role="status">
      <p>Loading {what} …</p>
      <div class="loading-line" />
      <div class="loading-line" />
      <div class="loading-line" />
    </div>
  );
}

function Failed({ failure, what, retry }: { failure: ApiFailure; what: string; retry: () => void }) {
  return (
    <section class="notice notice-failed" role="alert">
      <h2>{failure.status === 404 ? 'Not in this gazetteer' : `Could not load ${what}`}</h2>
      <p>
        <Plain text={failure.message} />
      </p>
      {failure.hint !== '' && (
        <p>
          <Plain text={failure.hint} />
        </p>
      )}
      <p>
        <button type="button" onClick={retry}>
          Try again
        </button>
      </p>
    </section>
  );
}

function Stale({
  failure,
  receivedAt,
  retry,
}: {
  failure: ApiFailure;
  receivedAt: number;
  retry: () => void;
}) {
  return (
    <div class="notice notice-stale" role="status">
      <p>
        <strong>
          Shown as it was <Age at={new Date(receivedAt).toISOString()} plain />.
        </strong>{' '}
        <Plain text={failure.message} />
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** A list without rows says why, and what to do. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="notice notice-empty">
      <p class="notice-title">{visibleText(title)}</p>
      {children}
    </div>
  );
}
