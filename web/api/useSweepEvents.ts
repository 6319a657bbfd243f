import { useEffect, useState } from 'preact/hooks';
import type { Sweep } from '../../server/routes/schemas/places.ts';

/**
 * A sweep as it goes on, while it runs; undefined until the first word of it. The browser connects again by itself when
 * the line breaks. `ended` is called when there is nothing more to come.
 */
export function useSweepEvents(id: string, running: boolean, ended: () => void): Sweep | undefined {
  const [live, setLive] = useState<Sweep>();
  useEffect(() => {
    if (!running) return;
    const events = new EventSource(`/api/v1/sweeps/${encodeURIComponent(id)}/events`);
    events.addEventListener('sweep', (event) => setLive(JSON.parse(event.data)));
    events.addEventListener('end', () => {
      events.close();
      ended();
    });
    return () => events.close();
    // The caller's function is a new one each time and does the same.
  }, [id, running]);
  return live;
}
