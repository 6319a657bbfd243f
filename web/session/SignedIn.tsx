import { Plain } from '../components/Plain.tsx';
import { signOut, useAdministrator } from './session.ts';

/** At the foot of every page: who acts here, or how to. */
export function SignedIn() {
  const who = useAdministrator();
  if (who === null) return <a href="/sign-in">Administrators</a>;
  return (
    <>
      <span>
        Signed in as <Plain text={who} />
      </span>
      {' · '}
      <a href="/audit">Audit</a>
      {' · '}
      <button type="button" class="as-link" onClick={() => void signOut().catch(() => {})}>
        Sign out
      </button>
    </>
  );
}
