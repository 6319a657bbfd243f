import { useEffect, useState } from 'preact/hooks';
import { useTitle } from '../addresses/useTitle.ts';
import { ApiFailure } from '../api/request.ts';
import { CopyLine } from '../components/CopyLine.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { Problem } from '../session/ActButton.tsx';
import { signIn, useAdministrator } from '../session/session.ts';

/** Where a link of `gazetteer admin link` leads. Its key stands behind the number sign, and leaves the address at once. */
export function SignInPage() {
  useTitle('Sign in');
  const who = useAdministrator();
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  useEffect(() => {
    const key = location.hash.slice(1);
    if (key === '') return;
    history.replaceState(history.state, '', location.pathname);
    signIn(key).catch((thrown) => setFailure(thrown instanceof ApiFailure ? thrown : null));
  }, []);
  return (
    <>
      <PageHead title="Sign in">
        <p>Everybody may read. To start sweeps, decide what is held back, or add sites, sign in.</p>
      </PageHead>
      {who !== null && (
        <section class="notice" role="status">
          <p class="notice-title">
            Signed in as <Plain text={who} />
          </p>
          <p>
            Go on to <a href="/">the overview</a>, <a href="/sites">sites</a>, <a href="/sweeps">sweeps</a> or{' '}
            <a href="/held">what is held back</a>. What you do is written to <a href="/audit">the audit</a>.
          </p>
        </section>
      )}
      {who === null && failure && (
        <section class="notice notice-failed" role="alert">
          <p class="notice-title">Not signed in</p>
          <p>
            <Problem failure={failure} />
          </p>
        </section>
      )}
      {who === null && (
        <section>
          <p>On the machine that runs the service, this prints a link. It signs in once, within an hour:</p>
          <CopyLine line="npm run -s gazetteer -- admin link" name="the line that prints a link" />
        </section>
      )}
    </>
  );
}
