import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../../server/routes/schemas/acts.ts';
import { fetchText, sendJson } from '../api/request.ts';

/** Who is signed in, the same for the whole tab; null until that is known. */
let known: Session | null = null;
let asked = false;
const listeners = new Set<(session: Session | null) => void>();

function tell(session: Session | null): void {
  known = session;
  for (const listener of listeners) listener(session);
}

async function ask(): Promise<void> {
  asked = true;
  try {
    tell(JSON.parse(await fetchText('/session', new AbortController().signal)));
  } catch {
    // Pages can be read all the same; the next one asks again.
    asked = false;
  }
}

/** The administrator who is signed in; null for a reader, and while nobody knows yet. */
export function useAdministrator(): string | null {
  const [session, setSession] = useState(known);
  useEffect(() => {
    listeners.add(setSession);
    setSession(known);
    if (!asked) void ask();
    return () => void listeners.delete(setSession);
  }, []);
  return session?.who ?? null;
}

/** Throws ApiFailure. */
export async function signIn(link: string): Promise<Session> {
  const session: Session = JSON.parse(await sendJson('/session', { link }));
  asked = true;
  tell(session);
  return session;
}

export async function signOut(): Promise<void> {
  tell(JSON.parse(await sendJson('/session', {}, 'DELETE')));
}

/** The service no longer knows the session. */
export function forgetSession(): void {
  tell({ who: null, expiresAt: null });
}
