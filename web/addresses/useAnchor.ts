import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';

/** As long as answers may take; after that nobody waits for the place any more. */
const PATIENCE = 10_000;

/** Shows the place of a page that the address names behind its number sign, when the answer that it is in has come. */
export function useAnchor() {
  const { url } = useLocation();
  useEffect(() => {
    const id = location.hash.slice(1);
    if (id === '' || shown(id)) return;
    const watch = new MutationObserver(() => {
      // Who reads on already is not moved.
      if (scrollY > 0 || shown(id)) watch.disconnect();
    });
    watch.observe(document.body, { childList: true, subtree: true });
    const late = setTimeout(() => watch.disconnect(), PATIENCE);
    return () => {
      watch.disconnect();
      clearTimeout(late);
    };
  }, [url]);
}

/** Ids of places are ours, and none needs an escape. */
function shown(id: string): boolean {
  const place = document.getElementById(id);
  place?.scrollIntoView();
  return place !== null;
}
