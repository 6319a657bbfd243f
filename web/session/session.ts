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

function useSession(): Session | null {
  const [session, setSession] = useState(known);
  useEffect(() => {
    listeners.add(setSession);
    setSession(known);
    if (!asked) void ask();
    return () => void listeners.delete(setSession);
  }, []);
  return session;
}

/** The administrator who is signed in; null for a reader, and while nobody knows yet. */
export function useAdministrator(): string | null {
  return useSession()?.who ?? null;
}

/** What the service takes when nobody set another. */
const STALE_DAYS = 30;

/** After how many days what was read is marked as old: a setting of the service. */
export function useStaleDays(): number {
  return useSession()?.staleDays ?? STALE_DAYS;
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
  tell({ who: null, expiresAt: null, staleDays: known?.staleDays ?? STALE_DAYS });
}
