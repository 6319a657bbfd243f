import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { visibleText } from '../text/visible.ts';
import { LEGEND, legendLines } from './legend.ts';

/** Lines of a chart's legend in the room that it has; 0 where one series needs no name. Known before the chart is painted, so that nothing below moves. */
export function useLegendLines(space: RefObject<HTMLElement | null>, names: string[]): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const own = space.current;
    if (!own) return;
    const measure = () => setWidth(own.clientWidth);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(own);
    return () => watch.disconnect();
  }, []);
  if (names.length < 2) return 0;
  const context = space.current && document.createElement('canvas').getContext('2d');
  if (!space.current || !context || width === 0) return 1;
  context.font = `${LEGEND.font}px ${getComputedStyle(space.current).fontFamily}`;
  return legendLines(names, width, (text) => context.measureText(visibleText(text)).width);
}
