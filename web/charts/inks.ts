/** The tokens of the pages as a canvas can use them: resolved for the scheme that is shown. */
export interface Inks {
  series: string[];
  ink: string;
  soft: string;
  rule: string;
  sheet: string;
  font: string;
}

const SERIES = 6;

export function inksAt(place: Element): Inks {
  const probe = document.createElement('span');
  place.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const inks = {
    series: Array.from({ length: SERIES }, (_, at) => colour(`--chart-${at + 1}`)),
    ink: colour('--ink'),
    soft: colour('--ink-soft'),
    rule: colour('--rule'),
    sheet: colour('--sheet'),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return inks;
}
