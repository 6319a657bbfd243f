import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { Plain } from '../components/Plain.tsx';
import { visibleText } from '../text/visible.ts';
import { ChartTable } from './ChartTable.tsx';
import { type ChartData, type ChartKind, drawnRows, heightOf } from './chartData.ts';
import { savePicture } from './savePicture.ts';
import { useDrawing } from './useDrawing.ts';
import { useLegendLines } from './useLegendLines.ts';

/** A chart with its title and unit, its numbers as a table, and a picture to keep. */
export function ChartFigure({
  kind,
  data,
  children,
}: {
  kind: ChartKind;
  data: ChartData;
  children?: ComponentChildren;
}) {
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { route } = useLocation();
  const space = useRef<HTMLDivElement>(null);
  const lines = useLegendLines(
    space,
    data.series.map(({ title }) => title),
  );
  const state = useDrawing(canvas, kind, data, route);
  const hidden = data.rows.length - drawnRows(kind, data.rows).length;
  return (
    <figure class="chart" aria-labelledby={id}>
      <figcaption class="chart-head">
        <h2 id={id}>
          <Plain text={data.title} />
        </h2>
        <span class="chart-unit">in {data.unit}</span>
        <button
          type="button"
          class="chart-save"
          disabled={state !== 'drawn'}
          onClick={() => canvas.current && savePicture(canvas.current, data)}
        >
          PNG<span class="out-of-sight"> of {visibleText(data.title)}</span>
        </button>
      </figcaption>
      <div class="chart-space" ref={space} style={{ height: `${heightOf(kind, data, lines)}px` }}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={`${visibleText(data.title)}; its table has the numbers`}
        />
        {state === 'failed' && (
          <p class="chart-failed" role="status">
            The chart could not be drawn; its table has the numbers.
          </p>
        )}
      </div>
      {hidden > 0 && <p class="quiet">The table has {hidden} more.</p>}
      {children ?? <ChartTable data={data} />}
    </figure>
  );
}
