import { useState } from 'preact/hooks';
import { INKS } from '../../server/reports/charts/picture.ts';
import { chartSvg } from '../../server/reports/charts/svg.ts';
import type { ReportChart } from '../../server/reports/model.ts';
import { keep } from '../charts/savePicture.ts';
import { ScrollFrame } from '../components/ScrollFrame.tsx';
import { visibleText } from '../text/visible.ts';

/** A picture of a stored report with its title and unit; its numbers are in a table of the section. */
export function ReportPicture({ chart }: { chart: ReportChart }) {
  const [failed, setFailed] = useState(false);
  const title = visibleText(chart.title);
  const id = `picture-${chart.id}`;
  return (
    <figure class="chart report-chart" aria-labelledby={id}>
      <figcaption class="chart-head">
        <h3 id={id}>{title}</h3>
        <span class="chart-unit">
          in {visibleText(unitOf(chart))}; <a href={`#table-${chart.table}`}>the table has the numbers</a>
        </span>
        <button
          type="button"
          class="chart-save"
          onClick={() => savePicture(chart).then(setFailed, () => setFailed(true))}
        >
          PNG<span class="out-of-sight"> of {title}</span>
        </button>
      </figcaption>
      {failed && <p role="alert">This browser could not make the picture.</p>}
      <ScrollFrame look="report-drawing">
        {/* The picture of the files: text in it is escaped where it is drawn. */}
        <div dangerouslySetInnerHTML={{ __html: chartSvg(chart) }} />
      </ScrollFrame>
    </figure>
  );
}

/** For screens with small dots, and for print. */
const SCALE = 2;
const LIGHT = { ink: INKS.ink, soft: INKS['ink-soft'], sheet: INKS.sheet, font: 'sans-serif' };

/** As the files of the report have it, on light ground. Tells whether it failed. */
async function savePicture(chart: ReportChart): Promise<boolean> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(chartSvg(chart, 'fixed'))}`;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  keep(image, { width, height, scale: SCALE }, { title: chart.title, unit: unitOf(chart) }, LIGHT);
  return false;
}

const unitOf = ({ unit, type }: ReportChart) => unit ?? (type === 'share' ? 'per cent' : 'numbers');
