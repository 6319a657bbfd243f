import { useEffect, useState } from 'preact/hooks';
import type { Suggestion } from '../../server/routes/schemas/find.ts';
import { fetchText } from '../api/request.ts';
import { suggestionsRequest } from '../api/requests.ts';
import { readSearch } from './searchText.ts';

const PAUSE = 120;

/** Tools and versions that what is typed may mean. Without an answer there are none: the box still searches. */
export function useSuggestions(text: string, wanted: boolean): Suggestion[] {
  const [found, setFound] = useState<Suggestion[]>([]);
  const { tool, version } = readSearch(text);
  useEffect(() => {
    if (!wanted || tool === '') {
      setFound([]);
      return;
    }
    const end = new AbortController();
    const timer = setTimeout(() => {
      fetchText(suggestionsRequest({ q: tool, version }).path, end.signal).then(
        (answer) => {
          const { items }: { items: Suggestion[] } = JSON.parse(answer);
          if (!end.signal.aborted) setFound(items);
        },
        () => end.signal.aborted || setFound([]),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [tool, version, wanted]);
  return found;
}
