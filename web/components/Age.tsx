import { ageText, exactText, isOld } from '../time/age.ts';
import { useNow } from '../time/useNow.ts';

/** How old a fact is, with the exact time on hover. */
export function Age({
  at,
  none = 'never',
  plain = false,
}: {
  at: string | null;
  none?: string;
  plain?: boolean;
}) {
  const now = useNow();
  if (at === null) return <span class="none">{none}</span>;
  const then = Date.parse(at);
  if (Number.isNaN(then)) return <span class="none">unknown</span>;
  const old = !plain && isOld(then, now);
  return (
    <time class={old ? 'age age-old' : 'age'} dateTime={at} title={exactText(then)}>
      {ageText(then, now)}
    </time>
  );
}

/** Since when something holds: a change lies between two visits, and both are said. */
export function Since({ since, after }: { since: string; after: string | null }) {
  return after === null ? (
    <>
      since the first visit, <Age at={since} plain />
    </>
  ) : (
    <>
      since <Age at={since} plain />, not yet <Age at={after} plain />
    </>
  );
}
