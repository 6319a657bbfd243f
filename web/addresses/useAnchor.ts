import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';

/** As long as answers may take; after that nobody waits for the place any more. */
const PATIENCE = 10_000;

const OWN_MOVES = ['wheel', 'touchmove', 'keydown'];

/** Shows the place of a page that the address names behind its number sign, when the answer that it is in has come. */
export function useAnchor() {
  const { url } = useLocation();
  useEffect(() => {
    const id = location.hash.slice(1);
    if (id === '' || shown(id)) return;
    const watch = new MutationObserver(() => {
      if (shown(id)) watch.disconnect();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    // Who reads on already is not moved.
    const stop = () => watch.disconnect();
    for (const own of OWN_MOVES) addEventListener(own, stop, { passive: true });
    const late = setTimeout(stop, PATIENCE);
    return () => {
      stop();
      clearTimeout(late);
      for (const own of OWN_MOVES) removeEventListener(own, stop);
    };
  }, [url]);
}

/** Ids of places are ours, and none needs an escape. */
function shown(id: string): boolean {
  const place = document.getElementById(id);
  place?.scrollIntoView();
  return place !== null;
}
