import { useEffect, useRef, useState } from 'preact/hooks';
import type {
  ClusterFields,
  ReportDraft,
  ReportFields,
  SitesDraft,
} from '../../server/routes/schemas/sites.ts';
import { ApiFailure, sendJson } from '../api/request.ts';

type Fields = Record<string, string | null>;

/** What the service says of a text: the text with its fields changed, and what is wrong with it. */
interface Read<F> {
  text: string;
  problems: SitesDraft['problems'];
  fields: F;
}

export interface TextDraft<F extends Fields, R extends Read<F>> {
  text: string;
  read: R | undefined;
  failure: ApiFailure | undefined;
  /** Another text, typed by hand or opened. */
  write: (text: string) => void;
  /** One field of the form. */
  set: (field: keyof F & string, value: string) => void;
}

export type Draft = TextDraft<ClusterFields, SitesDraft>;
export type RegularDraft = TextDraft<ReportFields, ReportDraft>;

/** A sites file while a cluster of it is changed. */
export const useDraft = (path: string, site: string, cluster: string): Draft =>
  useTextDraft<ClusterFields, SitesDraft>('/sites/draft', { path, site, cluster });

/** A sites file while a regular report of it is changed. */
export const useReportDraft = (path: string, report: string): RegularDraft =>
  useTextDraft<ReportFields, ReportDraft>('/sites/report', { path, report });

const PAUSE = 350;

/** A sites file while it is changed: the service edits the text, so that comments stay, and says what is wrong with it. */
function useTextDraft<F extends Fields, R extends Read<F>>(
  address: string,
  of: Record<string, string>,
): TextDraft<F, R> {
  const [text, setText] = useState('');
  const [read, setRead] = useState<R>();
  const [failure, setFailure] = useState<ApiFailure>();
  const pending = useRef<Fields>({});
  const timer = useRef(0);
  const turn = useRef(0);

  const ask = async (own: string) => {
    const fields = pending.current;
    pending.current = {};
    const mine = ++turn.current;
    try {
      const draft: R = JSON.parse(await sendJson(address, { text: own, ...of, fields }));
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
  const { path = '', ...names } = of;
  const named = Object.values(names);
  useEffect(() => {
    if (named.every((name) => name !== '')) soon(text);
    return () => window.clearTimeout(timer.current);
  }, [path, ...named]);

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
