import { useStaleDays } from '../session/session.ts';
import { counted } from '../text/quantities.ts';
import { ageText, dateText, dayText, exactText, isOld } from '../time/age.ts';
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
  const staleDays = useStaleDays();
  if (at === null) return <span class="none">{none}</span>;
  const then = Date.parse(at);
  if (Number.isNaN(then)) return <span class="none">unknown</span>;
  const old = !plain && isOld(then, now, staleDays);
  const more = old ? `; older than ${counted(staleDays, 'day')}` : '';
  return (
    <time class={old ? 'age age-old' : 'age'} dateTime={at} title={exactText(then) + more}>
      {ageText(then, now)}
    </time>
  );
}

/** The date alone in the reader's zone, where many stand below one another. */
export function ShortDay({ at }: { at: string }) {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return <span class="none">unknown</span>;
  return (
    <time class="day" dateTime={at} title={exactText(then)}>
      {dateText(then)}
    </time>
  );
}

/** A day in the reader's zone, where the date says more than the age. */
export function Day({ at }: { at: string }) {
  const then = Date.parse(at);
  if (Number.isNaN(then)) return <span class="none">unknown</span>;
  return (
    <time class="age" dateTime={at} title={exactText(then)}>
      {dayText(then)}
    </time>
  );
}

/** When something became what it is: both ends of what is known of it. */
export function Between({ since, after }: { since: string | null; after: string | null }) {
  if (since === null) return <span class="none">not known</span>;
  return (
    <>
      <Age at={since} plain />
      <span class="second">
        by <Day at={since} />
      </span>
      <span class="second">
        {after === null ? (
          'not confirmed before'
        ) : (
          <>
            after <Day at={after} />
          </>
        )}
      </span>
    </>
  );
}

/** Since when something holds: a change lies between two visits, and both are said. */
export function Since({ since, after }: { since: string; after: string | null }) {
  if (after === null) {
    return (
      <>
        the same since the first visit, <Age at={since} plain />
      </>
    );
  }
  return (
    <>
      last changed <Age at={since} plain />, between <Day at={after} /> and <Day at={since} />
    </>
  );
}
