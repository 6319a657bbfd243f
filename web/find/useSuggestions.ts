import { useEffect, useState } from 'preact/hooks';
import type { ToolSuggestion } from '../../server/routes/schemas/find.ts';
import { fetchText } from '../api/request.ts';
import { toolsRequest } from '../api/requests.ts';
import { readSearch } from './searchText.ts';

const PAUSE = 120;

/** Tools that what is typed may mean. Without an answer there are none: the box still searches. */
export function useSuggestions(text: string, wanted: boolean): ToolSuggestion[] {
  const [found, setFound] = useState<ToolSuggestion[]>([]);
  const { tool } = readSearch(text);
  useEffect(() => {
    if (!wanted || tool === '') {
      setFound([]);
      return;
    }
    const end = new AbortController();
    const timer = setTimeout(() => {
      fetchText(toolsRequest({ q: tool, limit: 8 }).path, end.signal).then(
        (answer) => {
          const { items }: { items: ToolSuggestion[] } = JSON.parse(answer);
          if (!end.signal.aborted) setFound(items);
        },
        () => end.signal.aborted || setFound([]),
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [tool, wanted]);
  return found;
}
