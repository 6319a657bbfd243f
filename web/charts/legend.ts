/** How the names of series are set out above a chart, in CSS pixels: chart.js has as many on a line as there is room for (its plugin.legend). */
export const LEGEND = { font: 13, boxWidth: 22, boxHeight: 12, gap: 10 };

/** On how many lines names stand in such a width; `measure` gives the width of a text. */
export function legendLines(names: string[], width: number, measure: (text: string) => number): number {
  const { font, boxWidth, gap } = LEGEND;
  let lines = 1;
  let taken = 0;
  for (const name of names) {
    const own = boxWidth + font / 2 + measure(name);
    if (taken > 0 && taken + own + 2 * gap > width) {
      lines += 1;
      taken = 0;
    }
    taken += own + gap;
  }
  return lines;
}

/** What so many lines take. */
export const legendHeight = (lines: number) => lines * (LEGEND.font + LEGEND.gap) + LEGEND.gap;
