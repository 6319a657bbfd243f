import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ChartData, ChartKind } from './chartData.ts';

export type DrawingState = 'loading' | 'drawn' | 'failed';

/** Fetches what draws charts when the first one is shown, and draws anew when the data or the colours change. */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  kind: ChartKind,
  data: ChartData,
  open: (link: string) => void,
): DrawingState {
  const [state, setState] = useState<DrawingState>('loading');
  const scheme = useScheme();
  // The data is made anew each time a page is drawn; what it says is what counts.
  const said = JSON.stringify(data);
  useEffect(() => {
    let remove = () => {};
    let ended = false;
    const begin = async () => {
      try {
        const { draw } = await import('./draw.ts');
        if (ended || !canvas.current) return;
        remove = draw(canvas.current, kind, data, open);
        setState('drawn');
      } catch {
        if (!ended) setState('failed');
      }
    };
    void begin();
    return () => {
      ended = true;
      remove();
    };
  }, [kind, said, scheme]);
  return state;
}

const DARK = '(prefers-color-scheme: dark)';

/** Whether the reader's screen is dark, which may change while a page is open. */
function useScheme(): boolean {
  const [dark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const look = () => setDark(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return dark;
}
