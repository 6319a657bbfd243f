import type { Page } from 'playwright-core';

export interface Moves {
  sum: number;
  /** What moved, and from where to where. */
  what: string[];
}

/** Moves on a page that nobody asked for, as web.dev/articles/cls counts them; 0.1 is what it calls good. */
export const movesOf = (page: Page): Promise<Moves> =>
  page.evaluate(
    () =>
      new Promise<Moves>((told) => {
        const moves: Moves = { sum: 0, what: [] };
        const count = (entries: PerformanceEntry[]) => {
          for (const entry of entries) {
            moves.sum += Number(Reflect.get(entry, 'value'));
            for (const { node, previousRect, currentRect } of Reflect.get(entry, 'sources')) {
              const name = `${node?.nodeName} ${node?.className ?? ''} ${node?.textContent?.slice(0, 30)}`;
              moves.what.push(`${name}: ${previousRect.top} to ${currentRect.top}`);
            }
          }
        };
        const watch = new PerformanceObserver((list) => count(list.getEntries()));
        watch.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => {
          count(watch.takeRecords());
          told(moves);
        }, 150);
      }),
  );
