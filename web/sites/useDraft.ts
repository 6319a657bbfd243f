import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClusterFields, SitesDraft } from '../../server/routes/schemas/sites.ts';
import { ApiFailure, sendJson } from '../api/request.ts';

export interface Draft {
  text: string;
  read: SitesDraft | undefined;
  failure: ApiFailure | undefined;
  /** Another text, typed by hand or opened. */
  write: (text: string) => void;
  /** One field of the form. */
  set: (field: keyof ClusterFields, value: string) => void;
}

const PAUSE = 350;

/** A sites file while it is changed: the service edits the text, so that comments stay, and says what is wrong with it. */
export function useDraft(path: string, site: string, cluster: string): Draft {
  const [text, setText] = useState('');
  const [read, setRead] = useState<SitesDraft>();
  const [failure, setFailure] = useState<ApiFailure>();
  const pending = useRef<Partial<ClusterFields>>({});
  const timer = useRef(0);
  const turn = useRef(0);

  const ask = async (own: string) => {
    const fields = pending.current;
    pending.current = {};
    const mine = ++turn.current;
    try {
      const body = { text: own, path, site, cluster, fields };
      const draft: SitesDraft = JSON.parse(await sendJson('/sites/draft', body));
      if (mine !== turn.current) return;
      setText(draft.text);
      setRead(draft);
      setFailure(undefined);
    } catch (thrown) {
      if (mine === turn.current && thrown instanceof ApiFailure) setFailure(thrown);
    }
  };
  const soon = (own: string) => {
    window.clearTimeout(timer.current);
    turn.current += 1;
    timer.current = window.setTimeout(() => void ask(own), PAUSE);
  };
  useEffect(() => {
    if (site !== '' && cluster !== '') soon(text);
    return () => window.clearTimeout(timer.current);
  }, [site, cluster, path]);

  return {
    text,
    read,
    failure,
    write: (next) => {
      setText(next);
      soon(next);
    },
    set: (field, value) => {
      pending.current = { ...pending.current, [field]: value };
      setRead((before) => before && { ...before, fields: { ...before.fields, [field]: value } });
      soon(text);
    },
  };
}
