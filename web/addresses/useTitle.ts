import { useEffect } from 'preact/hooks';
import { visibleText } from '../text/visible.ts';

/** The name of the page, in the window's title and in the history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Gazetteer' : `${visibleText(title)} · Gazetteer`;
  }, [title]);
}
